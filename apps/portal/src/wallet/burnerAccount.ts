import {
  type Chain,
  createWalletClient,
  fromHex,
  type Hex,
  http,
  numberToHex,
  type PrivateKeyAccount,
  SwitchChainError,
  type TransactionRequest,
  UnsupportedProviderMethodError,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { BURNER_KEY_ITEM, readBurnerKey } from "./burnerKey.ts";

type RpcTransaction = { to?: Hex; data?: Hex; value?: Hex; gas?: Hex; chainId?: Hex };
type RpcRequest = { readonly method: string; readonly params?: readonly unknown[] };

/** The account of this browser; made on first use. A key in storage is safe enough for test tokens, and for nothing else. */
export function burnerAccount(storage: Storage): PrivateKeyAccount {
  const kept = readBurnerKey(storage);
  if (kept !== undefined) return privateKeyToAccount(kept);
  const key = generatePrivateKey();
  storage.setItem(BURNER_KEY_ITEM, key);
  return privateKeyToAccount(key);
}

/** EIP-1193 over a local account: signs here, asks everything else of the chain's RPC. */
export function burnerProvider(chain: Chain, account: PrivateKeyAccount) {
  const client = createWalletClient({ account, chain, transport: http() });
  const request = async ({ method, params = [] }: RpcRequest): Promise<unknown> => {
    switch (method) {
      case "eth_chainId":
        return numberToHex(chain.id);
      case "eth_accounts":
      case "eth_requestAccounts":
        return [account.address];
      case "wallet_switchEthereumChain":
        return switchTo(chain, params[0] as { chainId: Hex });
      case "eth_sendTransaction":
        return client.sendTransaction(toRequest(chain, params[0] as RpcTransaction) as never);
      case "eth_signTypedData_v4":
        return account.signTypedData(toTypedData(params[1] as string));
      case "personal_sign":
        return account.signMessage({ message: { raw: params[0] as Hex } });
      case "wallet_getCapabilities":
        return {};
      default:
        // What it can't do itself, the RPC must not answer in its name.
        if (method.startsWith("wallet_")) throw new UnsupportedProviderMethodError(new Error(method));
        return client.request({ method, params } as never);
    }
  };
  return { request };
}

function switchTo(chain: Chain, { chainId }: { chainId: Hex }): null {
  if (fromHex(chainId, "number") === chain.id) return null;
  throw new SwitchChainError(new Error(`the burner wallet knows chain ${chain.id} only`));
}

function toRequest(chain: Chain, { to, data, value, gas, chainId }: RpcTransaction): TransactionRequest {
  if (chainId !== undefined) switchTo(chain, { chainId });
  return {
    ...(to === undefined ? {} : { to }),
    ...(data === undefined ? {} : { data }),
    ...(value === undefined ? {} : { value: BigInt(value) }),
    ...(gas === undefined ? {} : { gas: BigInt(gas) }),
  };
}

function toTypedData(text: string) {
  const { domain, types, primaryType, message } = JSON.parse(text);
  return { domain, types, primaryType, message };
}
