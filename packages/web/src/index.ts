export {
  type AnsweredProps,
  AnswerStates,
  type AnswerStatesProps,
  type ErrorWords,
  type Explain,
  FailureState,
} from "./answers/AnswerStates.tsx";
export { askIndexer, type RouteAnswer, type RouteInput, type RouteName } from "./answers/indexerRoutes.ts";
export { invalidateTopics } from "./answers/invalidateTopics.ts";
export { refusalOf } from "./answers/refusalOf.ts";
export { useWatched } from "./answers/useWatched.ts";
export { RoutedLink } from "./app/RoutedLink.tsx";
export { SiteBanners } from "./app/SiteBanners.tsx";
export { type StartSiteOptions, startSite } from "./app/startSite.tsx";
export { useRouteFocus } from "./app/useRouteFocus.ts";
export { address, baseUrl, type SiteBanner, siteConfigSchema } from "./config/fields.ts";
export { type ConfigFault, isFault, loadConfig, parseConfig } from "./config/readConfig.ts";
export { LiveHub, type LiveHubModules, type LiveState } from "./live/LiveHub.ts";
export { type NodeTime, timesOf } from "./model/nodeTimes.ts";
export { toShownState, toShownStates } from "./model/shownState.ts";
export { toNetworkNow } from "./model/toNetworkNow.ts";
export { type Status, toStatus } from "./model/toStatus.ts";
export { useNow } from "./model/useNow.ts";
