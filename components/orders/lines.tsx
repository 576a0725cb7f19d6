"use client";

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Card } from "@/components/ui/card";
import { Money } from "@/components/ui/money";
import type { OrderView } from "@/lib/db/orders/order-detail";
import { add, isZero, multiply } from "@/lib/domain/money";

const percent = (rate: string) => `${Number(multiply(rate, "100"))} %`;

/** What was bought, with every amount the buyer's total is made of. */
export function Lines({ order }: { order: OrderView }) {
  const t = useTranslations("order");
  const { lines, deposits, vouchers, shippingFee } = order.data;
  return (
    <Card title={t("lines")} flush>
      <div className="overflow-x-auto">
        <table className="w-full text-right">
          <thead className="text-muted text-xs">
            <tr>
              <th scope="col" className="px-4 py-2 text-left font-medium">
                {t("item")}
              </th>
              <th scope="col" className="px-2 py-2 font-medium">
                {t("quantity")}
              </th>
              <th scope="col" className="hidden px-2 py-2 font-medium sm:table-cell">
                {t("unitNet")}
              </th>
              <th scope="col" className="hidden px-2 py-2 font-medium sm:table-cell">
                {t("vat")}
              </th>
              <th scope="col" className="px-4 py-2 font-medium">
                {t("lineGross")}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line border-line border-y">
            {lines.map((line) => (
              <LineRow
                key={line.id}
                name={line.name}
                note={line.sku}
                quantity={line.quantity}
                unit={<Money amount={line.unitPrice} digits={4} />}
                vat={line.reverseCharge ? t("reverseCharge") : percent(line.vatRate)}
                gross={order.lineTotals[line.id] ?? "0"}
              />
            ))}
            {deposits.map((deposit) => (
              <LineRow
                key={`deposit-${deposit.lineId}`}
                name={deposit.name}
                quantity={deposit.quantity}
                unit={<Money amount={deposit.unitPrice} digits={4} />}
                vat={percent(deposit.vatRate)}
                gross={order.lineTotals[`deposit-${deposit.lineId}`] ?? "0"}
              />
            ))}
            {vouchers.map((voucher) => (
              <LineRow
                key={voucher.id}
                name={voucher.name}
                vat={percent(voucher.vatRate)}
                gross={add(voucher.net, voucher.vat)}
              />
            ))}
            {isZero(shippingFee) ? null : <LineRow name={t("shipping")} gross={shippingFee} />}
          </tbody>
          <tfoot>
            <tr className="font-semibold">
              <th scope="row" colSpan={2} className="px-4 py-2.5 text-left">
                {t("total")}
              </th>
              <td className="hidden sm:table-cell" colSpan={2} />
              <td className="px-4 py-2.5">
                <Money amount={order.gross} currency={order.currency} />
              </td>
            </tr>
          </tfoot>
        </table>
      </div>
    </Card>
  );
}

type RowProps = { name: string; note?: string; quantity?: number; unit?: ReactNode; vat?: string; gross: string };

function LineRow({ name, note, quantity, unit, vat, gross }: RowProps) {
  return (
    <tr className="align-top">
      <td className="px-4 py-2 text-left">
        {name}
        {note ? <span className="block text-muted text-xs">{note}</span> : null}
      </td>
      <td className="px-2 py-2">{quantity}</td>
      <td className="hidden px-2 py-2 sm:table-cell">{unit}</td>
      <td className="hidden whitespace-nowrap px-2 py-2 text-muted sm:table-cell">{vat}</td>
      <td className="px-4 py-2">
        <Money amount={gross} />
      </td>
    </tr>
  );
}
