// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {IBlsErrors} from "../../bls/BlsErrors.sol";
import {SignerSet} from "../../bls/SignerSet.sol";

/// @notice A signer set whose contract doesn't answer what its blobs ask for: it must not store empty keys.
contract MuteSignerSet is IBlsErrors {
    using SignerSet for SignerSet.Layout;

    SignerSet.Layout private _set;

    function add(bytes calldata pubkey) external {
        _set.finishSeeding();
        _set.add(1, pubkey);
    }
}
