"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { IntlProvider } from "use-intl";
import { ToastProvider } from "@/components/ui/toast";
import type { Messages } from "@/lib/text/en";
import { type Locale, timeZone } from "@/lib/text/locale";

/** `messages` are those of the reader's language alone: both would be a fifth of what the browser loads. */
type Props = { locale: Locale; messages: Messages; nonce: string | undefined; children: ReactNode };

export function Providers({ locale, messages, nonce, children }: Props) {
  const [client] = useState(() => new QueryClient());
  return (
    <IntlProvider locale={locale} messages={messages} timeZone={timeZone}>
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
