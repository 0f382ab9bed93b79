// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

/// @title A token's side of Arbitrum's bridge on L1
/// @notice What gateway and router ask of a token that registers itself (Arbitrum's ICustomToken).
interface IArbitrumCustomToken {
    /// @notice 0xb1 while the token registers itself: the sign both check their caller for.
    function isArbitrumEnabled() external view returns (uint8);

    /// @notice Registers the token's counterpart on L2 at the custom gateway, and the gateway at the router.
    /// Costs and gas are those of the two retryable tickets, amounts in wei.
    /// @param l2CustomTokenAddress The token on L2.
    /// @param maxSubmissionCostForCustomGateway Most to pay for submitting the gateway's ticket.
    /// @param maxSubmissionCostForRouter Most to pay for submitting the router's ticket.
    /// @param maxGasForCustomGateway L2 gas of the gateway's ticket.
    /// @param maxGasForRouter L2 gas of the router's ticket.
    /// @param gasPriceBid L2 gas price of both.
    /// @param valueForGateway Wei sent along to the gateway.
    /// @param valueForRouter Wei sent along to the router.
    /// @param creditBackAddress Gets on L2 what is overpaid.
    function registerTokenOnL2(
        address l2CustomTokenAddress,
        uint256 maxSubmissionCostForCustomGateway,
        uint256 maxSubmissionCostForRouter,
        uint256 maxGasForCustomGateway,
        uint256 maxGasForRouter,
        uint256 gasPriceBid,
        uint256 valueForGateway,
        uint256 valueForRouter,
        address creditBackAddress
    ) external payable;
}

/// @title The custom gateway of Arbitrum's bridge on L1, as far as a token calls it
interface IArbitrumCustomGateway {
    /// @notice Names the caller's counterpart on L2; once named it can only be repeated.
    /// @return Number of the retryable ticket.
    function registerTokenToL2(
        address l2Address,
        uint256 maxGas,
        uint256 gasPriceBid,
        uint256 maxSubmissionCost,
        address creditBackAddress
    ) external payable returns (uint256);
}

/// @title The gateway router of Arbitrum's bridge on L1, as far as a token calls it
interface IArbitrumGatewayRouter {
    /// @notice Names the caller's gateway.
    /// @return Number of the retryable ticket.
    function setGateway(
        address gateway,
        uint256 maxGas,
        uint256 gasPriceBid,
        uint256 maxSubmissionCost,
        address creditBackAddress
    ) external payable returns (uint256);
}
