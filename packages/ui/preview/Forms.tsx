import { useState } from "react";
import {
  AmountField,
  Button,
  Checkbox,
  Choices,
  ConfirmSentence,
  Dialog,
  Field,
  Select,
  useToast,
} from "../src/index.ts";
import { Section } from "./Gallery.tsx";

function Fields() {
  const [text, setText] = useState("");
  const [fee, setFee] = useState("any");
  const [alone, setAlone] = useState("alone");
  const [ticked, setTicked] = useState(false);
  return (
    <div className="grid gap-6 md:grid-cols-2">
      <AmountField
        label="Your stake"
        text={text}
        onChange={setText}
        min={781_250_000_000n}
        max={6_250_000_000_000n}
        available={9_000_000_000_000n}
        hint="From 781.25 to 6,250 SESH."
      />
      <AmountField label="Refused" text="1,234" onChange={() => {}} showErrors unit="ETH" decimals={18} />
      <Field label="Reward address" mono placeholder="0x…" hint="Where your rewards go." required={false} />
      <Field label="Node's key" mono defaultValue="ed25" error="This is no key: 64 hex digits are needed." />
      <Select
        label="Fee"
        value={fee}
        onChange={setFee}
        options={[
          { value: "any", label: "any fee" },
          { value: "5", label: "up to 5 %" },
        ]}
      />
      <Checkbox
        label="Start by itself when full"
        checked={ticked}
        onChange={setTicked}
        hint="You can change it later."
      />
      <Choices
        label="How do you stake?"
        value={alone}
        onChange={setAlone}
        choices={[
          { value: "alone", label: "Alone, 25,000 SESH", hint: "All rewards are yours." },
          { value: "pool", label: "With others, from 6,250 SESH", hint: "They pay you the fee you set." },
        ]}
      />
    </div>
  );
}

export function Forms() {
  const [open, setOpen] = useState(false);
  const toast = useToast();
  return (
    <>
      <Section title="Forms">
        <Fields />
      </Section>
      <Section title="Confirm">
        <ConfirmSentence
          sentence="Exiting returns 25,000 SESH to you and 3 others in 15 days."
          consequences={[{ id: "earn", text: "The node earns until then." }]}
          confirmLabel="Request exit"
          onConfirm={() => setOpen(true)}
          onCancel={() => {}}
        />
        <div className="flex flex-wrap gap-3">
          <Button onClick={() => setOpen(true)}>Open the dialog</Button>
          <Button onClick={() => toast({ tone: "good", title: "Claimed", children: "88.12 SESH are yours." })}>
            Show a toast
          </Button>
        </div>
        <Dialog
          open={open}
          onOpenChange={setOpen}
          title="Claim 88.12 SESH"
          description="The network fee is about 0.0001 ETH."
          actions={
            <>
              <Button onClick={() => setOpen(false)}>Cancel</Button>
              <Button variant="primary">Claim</Button>
            </>
          }
        />
      </Section>
    </>
  );
}
