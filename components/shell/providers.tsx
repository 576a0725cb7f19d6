"use client";

import { Tooltip } from "@base-ui/react/tooltip";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { IntlProvider } from "use-intl";
import { ToastProvider } from "@/components/ui/toast";
import { type Locale, timeZone } from "@/lib/text/locale";
import { messages } from "@/lib/text/messages";

export function Providers({ locale, children }: { locale: Locale; children: ReactNode }) {
  const [client] = useState(() => new QueryClient());
  return (
    <IntlProvider locale={locale} messages={messages[locale]} timeZone={timeZone}>
      <QueryClientProvider client={client}>
        <Tooltip.Provider delay={250}>
          <ToastProvider>{children}</ToastProvider>
        </Tooltip.Provider>
      </QueryClientProvider>
    </IntlProvider>
  );
}
