import type { ComponentProps } from "react";

export type ButtonLook = "primary" | "secondary" | "quiet";

const looks: Record<ButtonLook, string> = {
  primary:
    "bg-accent-strong text-white hover:brightness-110 disabled:bg-grey-soft disabled:text-muted disabled:brightness-100",
  secondary: "border border-line-strong bg-surface text-ink hover:bg-sunken disabled:text-muted",
  quiet: "text-muted hover:bg-grey-soft hover:text-ink",
};

export function buttonClass(look: ButtonLook = "secondary", small = false): string {
  const size = small ? "h-7 gap-1.5 px-2.5 text-[0.8125rem]" : "h-9 gap-2 px-3.5";
  return `inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-md font-medium transition-colors ${size} ${looks[look]}`;
}

type Props = ComponentProps<"button"> & { look?: ButtonLook; small?: boolean };

export function Button({ look, small, className = "", type = "button", ...rest }: Props) {
  return <button type={type} className={`${buttonClass(look, small)} ${className}`} {...rest} />;
}
