"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { IntlProvider } from "use-intl";
import { ToastProvider } from "@/components/ui/toast-provider";
import { intlLocale, type Locale, timeZone } from "@/lib/text/locale";
import type { Messages } from "@/lib/text/messages/en";

/** `messages` are those of the reader's language alone: both would be a fifth of what the browser loads. */
type Props = { locale: Locale; messages: Messages; children: ReactNode };

export function Providers({ locale, messages, children }: Props) {
  const [client] = useState(() => new QueryClient());
  return (
    <IntlProvider locale={intlLocale[locale]} messages={messages} timeZone={timeZone}>
      <QueryClientProvider client={client}>
        <ToastProvider>{children}</ToastProvider>
      </QueryClientProvider>
    </IntlProvider>
  );
}
