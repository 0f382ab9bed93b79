import { type Command, InvalidArgumentError, Option } from "commander";
import { IndexerError } from "../errors.ts";
import type { PriceOptions } from "../price/priceFeed.ts";
import { requireHttpUrls } from "./options.ts";

type GivenPrice = { readonly priceUrl?: string; readonly pricePath?: string; readonly priceCurrency: string };

function toPointer(text: string): string {
  if (/^(\/([^~/]|~[01])*)+$/.test(text)) return text;
  throw new InvalidArgumentError("A JSON pointer (/data/price) is needed.");
}

function toCurrency(text: string): string {
  if (/^[A-Za-z]{2,8}$/.test(text)) return text.toUpperCase();
  throw new InvalidArgumentError("A currency (USD) is needed.");
}

export function addPriceOptions(command: Command): Command {
  return command
    .addOption(new Option("--price-url <url>", "source of the token's price: answers JSON").env("SESSION_PRICE_URL"))
    .addOption(
      new Option("--price-path <pointer>", "where the price stands in it, as a JSON pointer (/session/usd)")
        .env("SESSION_PRICE_PATH")
        .argParser(toPointer),
    )
    .addOption(
      new Option("--price-currency <currency>", "what the price is in")
        .env("SESSION_PRICE_CURRENCY")
        .default("USD")
        .argParser(toCurrency),
    );
}

/** Undefined without a source. @throws IndexerError OPTION_INVALID */
export function readPriceOptions({ priceUrl, pricePath, priceCurrency }: GivenPrice): PriceOptions | undefined {
  if (priceUrl === undefined) return undefined;
  requireHttpUrls("--price-url", [priceUrl]);
  if (pricePath !== undefined) return { url: priceUrl, path: pricePath, currency: priceCurrency };
  const reason = "where the price stands is needed with --price-url";
  throw new IndexerError({ code: "OPTION_INVALID", option: "--price-path", reason }, `--price-path: ${reason}.`);
}
