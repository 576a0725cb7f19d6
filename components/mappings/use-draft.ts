"use client";

import { useReducer } from "react";
import type { Mapping, Rule } from "@/lib/domain/mapping/rule";

type History = { past: Mapping[]; now: Mapping; future: Mapping[] };
type Action = { do: "set"; mapping: Mapping } | { do: "undo" } | { do: "redo" };

const remembered = 200;

function reduce({ past, now, future }: History, action: Action): History {
  if (action.do === "set") return { past: [...past, now].slice(-remembered), now: action.mapping, future: [] };
  const [from, to] = action.do === "undo" ? [past, future] : [future, past];
  const step = action.do === "undo" ? from.at(-1) : from[0];
  if (!step) return { past, now, future };
  return action.do === "undo"
    ? { past: past.slice(0, -1), now: step, future: [now, ...to] }
    : { past: [...to, now], now: step, future: future.slice(1) };
}

/** A mapping being edited, every step of which can be taken back. */
export function useDraft(initial: Mapping) {
  const [{ past, now, future }, act] = useReducer(reduce, { past: [], now: initial, future: [] });
  return {
    mapping: now,
    set: (mapping: Mapping) => act({ do: "set", mapping }),
    /** Puts a rule in the place of the target's old one; null takes it away. */
    setRule: (target: string, rule: Rule | null) => {
      const at = now.rules.findIndex((one) => one.target === target);
      const rules = [...now.rules];
      if (rule === null) rules.splice(at, at < 0 ? 0 : 1);
      else rules.splice(at < 0 ? rules.length : at, at < 0 ? 0 : 1, rule);
      act({ do: "set", mapping: { ...now, rules } });
    },
    undo: past.length > 0 ? () => act({ do: "undo" }) : null,
    redo: future.length > 0 ? () => act({ do: "redo" }) : null,
  };
}

export type Draft = ReturnType<typeof useDraft>;
