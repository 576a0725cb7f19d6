import { acumatica } from "@/lib/connectors/acumatica";
import type { ChannelConnector, ErpConnector } from "@/lib/connectors/contract";
import { emag } from "@/lib/connectors/emag";

/** A second vendor costs one folder and one line here. */
export const channels: Record<string, ChannelConnector> = { [emag.name]: emag };
export const erps: Record<string, ErpConnector> = { [acumatica.name]: acumatica };
