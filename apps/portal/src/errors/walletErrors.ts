import type { Words } from "./contractErrors.ts";

const ADD_NETWORK: Words = [
  "Your wallet isn't on this network.",
  "Switch with the button above, or add the network in the wallet.",
];
const NO_ETH: Words = [
  "Your account doesn't hold enough ETH for the network fee.",
  "Get a little ETH on this network, then try again.",
];
const RPC_DOWN: Words = ["The network's RPC doesn't answer.", "Check your connection, then try again."];
const NODE_SAID_NO: Words = [
  "The network's RPC refused the transaction.",
  "Try again; if it stays, look at your wallet's activity.",
];
const REVERTED: Words = [
  "The network says this transaction would fail.",
  "Reload the page for the current figures, then try again.",
];
const GAS_PRICE: Words = [
  "The network fee in your wallet can't work.",
  "Let the wallet choose the fee, then try again.",
];
const NO_BATCH: Words = [
  "Your wallet can't send several steps as one.",
  "Try again: the portal sends them one after the other.",
];
const NOT_ABLE: Words = ["Your wallet can't do this.", "Use another wallet, or update this one."];

/** What wallets and RPCs say no with: codes of EIP-1193 and EIP-1474, and names of viem's and wagmi's errors. */
export const walletWords: Readonly<Record<string, Words>> = {
  "4001": ["You declined in your wallet, so nothing was sent.", "Start again whenever you like."],
  "4100": ["Your wallet hasn't allowed this portal to use the account.", "Connect the wallet again."],
  "4200": NOT_ABLE,
  "4900": ["Your wallet has lost its connection.", "Unlock the wallet and reload the page."],
  "4901": ADD_NETWORK,
  "4902": ADD_NETWORK,
  "-32700": NODE_SAID_NO,
  "-32600": NODE_SAID_NO,
  "-32601": NOT_ABLE,
  "-32602": NODE_SAID_NO,
  "-32603": NODE_SAID_NO,
  "-32000": NODE_SAID_NO,
  "-32001": NODE_SAID_NO,
  "-32002": ["Your wallet has a request open already.", "Open the wallet and answer it."],
  "-32003": NODE_SAID_NO,
  "-32004": NOT_ABLE,
  "-32005": ["The network's RPC is asked too often.", "Wait a minute, then try again."],
  "-32006": NODE_SAID_NO,
  "-32042": NOT_ABLE,
  "-1": NODE_SAID_NO,
  "3": REVERTED,
  "5700": NO_BATCH,
  "5710": ADD_NETWORK,
  "5720": ["Your wallet has this request already.", "Open the wallet and answer it."],
  "5730": ["Your wallet doesn't know this request any more.", "Look at its activity before trying again."],
  "5740": NO_BATCH,
  "5750": ["You declined the upgrade of your account, so nothing was sent.", "Start again whenever you like."],
  "5760": NO_BATCH,
  "7000": ["The connection to your wallet couldn't be made.", "Scan the code again, or use another wallet."],
  AccountChangedError: [
    "Your wallet is on another account now, so nothing was sent.",
    "Switch it back, or start again with this account.",
  ],
  ChainMismatchError: ADD_NETWORK,
  ChainNotConfiguredError: ADD_NETWORK,
  ConnectorAccountNotFoundError: ["The connected account isn't in the wallet any more.", "Connect the wallet again."],
  ConnectorAlreadyConnectedError: ["The wallet is connected already.", "Reload the page if it doesn't show."],
  ConnectorChainMismatchError: ADD_NETWORK,
  ConnectorNotFoundError: ["This wallet isn't in the browser.", "Install it, then reload the page."],
  ConnectorUnavailableReconnectingError: [
    "Your wallet hasn't come back yet.",
    "Unlock the wallet, then wait a moment or reload the page.",
  ],
  ConnectorNotConnectedError: ["No wallet is connected.", "Connect a wallet, then try again."],
  ProviderNotFoundError: [
    "The wallet's extension isn't there any more.",
    "Enable it in the browser and reload the page.",
  ],
  HttpRequestError: RPC_DOWN,
  TimeoutError: RPC_DOWN,
  InsufficientFundsError: NO_ETH,
  IntrinsicGasTooLowError: ["The transaction has too little gas.", "Let the wallet choose the gas limit."],
  IntrinsicGasTooHighError: [
    "The transaction has more gas than a block holds.",
    "Let the wallet choose the gas limit.",
  ],
  FeeCapTooHighError: GAS_PRICE,
  TipAboveFeeCapError: GAS_PRICE,
  TransactionTypeNotSupportedError: NOT_ABLE,
  ExecutionRevertedError: REVERTED,
  ContractFunctionRevertedError: REVERTED,
  ContractFunctionZeroDataError: [
    "There is no contract at the address called.",
    "Check that the wallet is on the right network.",
  ],
  WebSocketRequestError: RPC_DOWN,
  SocketClosedError: RPC_DOWN,
  NonceMaxValueError: ["This account can't send any more transactions.", "Use another account."],
  TransactionNotFoundError: ["The network doesn't know this transaction.", "Look at your wallet's activity."],
  TransactionReceiptNotFoundError: ["The transaction isn't mined yet.", "Wait a moment, then reload the page."],
  FeeCapTooLowError: [
    "The network fee offered is below the current one.",
    "Try again with the fee your wallet suggests.",
  ],
  NonceTooLowError: ["Another transaction of this account came first.", "Try again."],
  NonceTooHighError: [
    "Your wallet counts transactions of another network state.",
    "Reset the account's activity in the wallet.",
  ],
  WaitForTransactionReceiptTimeoutError: [
    "The transaction isn't mined yet.",
    "Look at your wallet's activity before trying again.",
  ],
};
