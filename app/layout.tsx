import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { OfflineWorker } from "@/components/shell/offline-worker";
import { Providers } from "@/components/shell/providers";
import { messages } from "@/lib/text/messages/messages";
import { requestLocale, requestTheme } from "@/lib/text/messages/request";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "MEGZO", template: "%s · MEGZO" },
  description: "eMAG and Acumatica, kept in step.",
  robots: { index: false, follow: false },
  manifest: "/manifest.webmanifest",
  icons: {
    icon: [
      { url: "/favicon.ico", sizes: "48x48" },
      { url: "/icon.svg", sizes: "any", type: "image/svg+xml" },
    ],
    apple: "/apple-touch-icon.png",
  },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f7f8" },
    { media: "(prefers-color-scheme: dark)", color: "#0d0e11" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, theme] = await Promise.all([requestLocale(), requestTheme()]);
  return (
    <html lang={locale} data-theme={theme} className={GeistSans.variable}>
      <body className="font-sans">
        <Providers locale={locale} messages={messages[locale]}>
          {children}
        </Providers>
        <OfflineWorker />
      </body>
    </html>
  );
}
