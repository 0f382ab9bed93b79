import { Address, Link, useT } from "@session/ui";
import type { Hex } from "viem";
import { vestingMessages } from "./messages.ts";
import { type Ability, abilitiesOf, type Vesting } from "./model.ts";

const PLACES: Readonly<Partial<Record<Ability, readonly [href: string, name: "toRegister" | "toStake" | "toStakes"]>>> =
  {
    register: ["/register", "toRegister"],
    join: ["/stake", "toStake"],
    exit: ["/stakes", "toStakes"],
  };

/** What the wallet can have the contract do, and where. */
export function Abilities({ vesting, account }: { readonly vesting: Vesting; readonly account: Hex }) {
  const t = useT(vestingMessages);
  const abilities = abilitiesOf(vesting, account);
  if (abilities.length === 0)
    return <p className="text-muted">{t.rich("cannot", { holder: <Address value={vesting.holder} /> })}</p>;
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-medium">{t("cans")}</h3>
      <ul className="flex list-disc flex-col gap-1 ps-5">
        {abilities.map((ability) => (
          <li key={ability}>
            {t.rich(`can.${ability}`, { vesting: <Address value={vesting.address} /> })} <Place ability={ability} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Place({ ability }: { readonly ability: Ability }) {
  const t = useT(vestingMessages);
  const place = PLACES[ability];
  return place === undefined ? null : <Link href={place[0]}>{t(place[1])}</Link>;
}
