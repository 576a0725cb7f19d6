"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { IntlProvider } from "use-intl";
import { ToastProvider } from "@/components/ui/toast";
import { type Locale, timeZone } from "@/lib/text/locale";
import { messages } from "@/lib/text/messages";

type Props = { locale: Locale; nonce: string | undefined; children: ReactNode };

export function Providers({ locale, nonce, children }: Props) {
  const [client] = useState(() => new QueryClient());
  return (
    <IntlProvider locale={locale} messages={messages[locale]} timeZone={timeZone}>
      <QueryClientProvider client={client}>
        <CSPProvider nonce={nonce}>
          <Tooltip.Provider delay={250}>
            <ToastProvider>{children}</ToastProvider>
          </Tooltip.Provider>
        </CSPProvider>
      </QueryClientProvider>
    </IntlProvider>
  );
}
