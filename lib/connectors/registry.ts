import { acumatica } from "@/lib/connectors/acumatica";
import type { ChannelConnector, ErpConnector } from "@/lib/connectors/contract";
import { emag } from "@/lib/connectors/emag";

/** A second vendor costs one folder and one line here. */
export const channels: Record<string, ChannelConnector> = { [emag.name]: emag as unknown as ChannelConnector };
export const erps: Record<string, ErpConnector> = { [acumatica.name]: acumatica as unknown as ErpConnector };
