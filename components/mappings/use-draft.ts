"use client";

import { useReducer, useState } from "react";
import type { MappingView } from "@/lib/db/mappings/mapping-view";
import { changesBetween } from "@/lib/domain/mappings/change";
import type { Mapping, Rule } from "@/lib/domain/mappings/rule";

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

/** What is stored: the draft, or else the version in force. */
type Stored = { content: Mapping; revision: number; basedOn: number };

const storedOf = ({ draft, published }: MappingView): Stored =>
  draft ?? { content: published.content, revision: 0, basedOn: published.version };

const isSame = (one: Stored, other: Stored): boolean =>
  one.revision === other.revision && one.basedOn === other.basedOn;

/** A mapping being edited, every step of which can be taken back; a change of what is stored never takes typing away. */
export function useDraft(view: MappingView) {
  const stored = storedOf(view);
  const [seen, see] = useState(stored);
  const [taken, setTaken] = useState(stored);
  const [behind, setBehind] = useState(false);
  const [{ past, now, future }, act] = useReducer(reduce, { past: [], now: taken.content, future: [] });
  const dirty = changesBetween(taken.content, now).length > 0;
  const take = (next: Stored) => {
    setTaken(next);
    setBehind(false);
    if (changesBetween(next.content, now).length > 0) act({ do: "set", mapping: next.content });
  };
  if (!isSame(seen, stored)) {
    see(stored);
    if (!isSame(taken, stored)) {
      if (dirty) setBehind(true);
      else take(stored);
    }
  }
  return {
    mapping: now,
    /** The draft's revision and version that the editing began from; a save names them. */
    revision: taken.revision,
    basedOn: taken.basedOn,
    dirty,
    /** A save went through: this is what is stored now. */
    saved: take,
    /** Shows what is stored instead of what was typed on something older; null when nothing moved. */
    takeStored: behind ? () => take(stored) : null,
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
