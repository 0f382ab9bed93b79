// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IServiceNodeContributionErrors} from "../interfaces/IServiceNodeContributionErrors.sol";
import {IServiceNodeContributionTypes} from "../interfaces/IServiceNodeContributionTypes.sol";
import {IServiceNodeRewardsTypes} from "../interfaces/IServiceNodeRewardsTypes.sol";

/// @title What an operator offers, kept in contract code
/// @notice Code costs 200 gas per byte to write, storage 690. The first terms are arguments in the pool's own code,
/// later ones a contract of their own: 00 (STOP) ‖ terms.
///
/// Terms: feeBps (2) ‖ ed25519 key (32) ‖ ed25519 signature (64) ‖ BLS key (96) ‖ proof of possession (192)
/// ‖ n × [contributor (20) ‖ amount (8)]
library PoolTerms {
    using SafeCast for uint256;

    uint256 private constant HEAD_BYTES = 98;
    uint256 private constant KEY_BYTES = 96;
    uint256 private constant PROOF_BYTES = 192;
    uint256 private constant RESERVED_OFFSET = HEAD_BYTES + KEY_BYTES + PROOF_BYTES;
    uint256 private constant RESERVED_BYTES = 28;
    /// @dev A coordinate of BLS12-381 and its padding in EIP-2537.
    uint256 private constant COORDINATE_BYTES = 48;
    uint256 private constant PADDED_BYTES = 64;
    uint256 private constant PADDING_BYTES = 16;
    /// @dev Returns what follows as code: PUSH1 11 · CODESIZE · SUB · DUP1 · PUSH1 11 · PUSH0 · CODECOPY · PUSH0 ·
    /// RETURN, then the STOP that makes the data no program.
    bytes private constant INIT_CODE = hex"600b380380600b5f395ff300";

    /// @param params ed25519 key, its signature, fee.
    /// @param blsPubkey 96 bytes, affine.
    /// @param proofOfPossession 192 bytes: EIP-2537 without the padding.
    /// @param reserved Places kept.
    struct Terms {
        IServiceNodeRewardsTypes.ServiceNodeParams params;
        bytes blsPubkey;
        bytes proofOfPossession;
        IServiceNodeContributionTypes.ReservedContribution[] reserved;
    }

    /// @notice Packs terms whose keys have been checked.
    function encode(Terms memory terms) internal pure returns (bytes memory encoded) {
        uint256 count = terms.reserved.length;
        // Words are stored one over the end of the other; 32 bytes more take the last one's.
        bytes memory places = new bytes(count * RESERVED_BYTES + 32);
        for (uint256 i = 0; i < count; ++i) {
            uint256 word = (uint256(uint160(terms.reserved[i].contributor)) << 96) |
                (uint256(terms.reserved[i].amount.toUint64()) << 32);
            _put(places, i * RESERVED_BYTES, word);
        }
        assembly ("memory-safe") {
            mstore(places, mul(count, RESERVED_BYTES))
        }
        encoded = abi.encodePacked(
            terms.params.feeBps,
            terms.params.ed25519Pubkey,
            terms.params.ed25519Signature0,
            terms.params.ed25519Signature1,
            terms.blsPubkey,
            terms.proofOfPossession,
            places
        );
    }

    /// @notice Reads what {encode} wrote, from `offset` on to the end.
    function decode(bytes memory data, uint256 offset) internal pure returns (Terms memory terms) {
        terms.params.feeBps = uint16(_get(data, offset) >> 240);
        terms.params.ed25519Pubkey = _get(data, offset + 2);
        terms.params.ed25519Signature0 = _get(data, offset + 34);
        terms.params.ed25519Signature1 = _get(data, offset + 66);
        terms.blsPubkey = _slice(data, offset + HEAD_BYTES, KEY_BYTES);
        terms.proofOfPossession = _slice(data, offset + HEAD_BYTES + KEY_BYTES, PROOF_BYTES);
        offset += RESERVED_OFFSET;
        uint256 count = (data.length - offset) / RESERVED_BYTES;
        terms.reserved = new IServiceNodeContributionTypes.ReservedContribution[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint256 word = _get(data, offset + i * RESERVED_BYTES);
            terms.reserved[i].contributor = address(uint160(word >> 96));
            terms.reserved[i].amount = uint64(word >> 32);
        }
    }

    /// @notice Writes encoded terms as a contract.
    function write(bytes memory encoded) internal returns (address blob) {
        bytes memory code = bytes.concat(INIT_CODE, encoded);
        assembly ("memory-safe") {
            blob := create(0, add(code, 32), mload(code))
        }
        if (blob == address(0)) revert IServiceNodeContributionErrors.TermsCreationFailed();
    }

    /// @notice Reads what {write} wrote.
    function read(address blob) internal view returns (Terms memory) {
        return decode(blob.code, 1);
    }

    /// @notice EIP-2537 coordinates without their padding, which has been checked to be zero.
    function strip(bytes calldata padded) internal pure returns (bytes memory packed) {
        uint256 count = padded.length / PADDED_BYTES;
        packed = new bytes(count * COORDINATE_BYTES);
        for (uint256 i = 0; i < count; ++i) {
            uint256 from = i * PADDED_BYTES + PADDING_BYTES;
            uint256 to = i * COORDINATE_BYTES;
            assembly ("memory-safe") {
                calldatacopy(add(add(packed, 32), to), add(padded.offset, from), COORDINATE_BYTES)
            }
        }
    }

    /// @notice Coordinates in EIP-2537 again.
    function pad(bytes memory packed) internal pure returns (bytes memory padded) {
        uint256 count = packed.length / COORDINATE_BYTES;
        padded = new bytes(count * PADDED_BYTES);
        for (uint256 i = 0; i < count; ++i) {
            uint256 from = i * COORDINATE_BYTES;
            uint256 to = i * PADDED_BYTES + PADDING_BYTES;
            assembly ("memory-safe") {
                mcopy(add(add(padded, 32), to), add(add(packed, 32), from), COORDINATE_BYTES)
            }
        }
    }

    function _put(bytes memory data, uint256 offset, uint256 word) private pure {
        assembly ("memory-safe") {
            mstore(add(add(data, 32), offset), word)
        }
    }

    function _get(bytes memory data, uint256 offset) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(add(data, 32), offset))
        }
    }

    function _slice(bytes memory data, uint256 offset, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        assembly ("memory-safe") {
            mcopy(add(part, 32), add(add(data, 32), offset), length)
        }
    }
}
