// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.37;

import {Bls12381, G1Point} from "./Bls12381.sol";
import {IBlsErrors} from "./BlsErrors.sol";
import {Eip2537} from "./Eip2537.sol";
import {KeyBlobs} from "./KeyBlobs.sol";
import {NonSigners} from "./NonSigners.sol";

/// @title The set of signers: who may sign, their keys, and the sum of their keys
/// @notice Node id n is bit n mod 256 of word ⌊n / 256⌋. Ids start at 1, are given in order and never given again.
/// Keys lie in contract code: those of a seeded or compacted word in one page, 256 × 96 bytes, every other one in a
/// blob of its own. Only the bitmap of active ids says who is a signer; keys stay readable after removal.
/// @dev The contract using this library has to offer `pendingKeyBlob()`, see KeyBlobs. Hold `Layout` at an ERC-7201
/// location. All checks of permission and of proofs of possession are the caller's.
library SignerSet {
    using Bls12381 for G1Point;

    struct Layout {
        /// @dev Grows with each key added or removed.
        uint64 version;
        /// @dev Number of active signers.
        uint32 activeCount;
        /// @dev The next id to be given, less one: so that zeroed storage starts with id 1.
        uint32 lastId;
        /// @dev Words below this one have their keys in pages.
        uint32 pagedWords;
        /// @dev Ids below this one stand in pages while seeding: the end of the last page.
        uint32 pagesEnd;
        /// @dev Ids of higher words below this one have their keys in groups of 16.
        uint32 groupedEnd;
        bool seeded;
        /// @dev Sum of the active signers' keys.
        G1Point aggregate;
        mapping(uint256 word => uint256 bits) active;
    }

    uint256 internal constant KEY_BYTES = 96;
    uint256 internal constant IDS_PER_WORD = 256;
    uint256 internal constant IDS_PER_GROUP = 16;
    /// @dev Words are `uint16` in the wire format of non-signers, so ids fit 24 bits.
    uint256 private constant MAX_ID = type(uint24).max;

    // ---------------------------------------------------------------- views

    /// @notice Number of active signers.
    function count(Layout storage self) internal view returns (uint256) {
        return self.activeCount;
    }

    /// @notice Grows with each key added or removed.
    function setVersion(Layout storage self) internal view returns (uint64) {
        return self.version;
    }

    /// @notice The id `add` takes next.
    function nextId(Layout storage self) internal view returns (uint24) {
        uint256 next = uint256(self.lastId) + 1;
        if (next > MAX_ID) revert IBlsErrors.UnexpectedSignerId(next, MAX_ID);
        return uint24(next);
    }

    /// @notice Whether `finishSeeding` has been called.
    function isSeeded(Layout storage self) internal view returns (bool) {
        return self.seeded;
    }

    /// @notice Whether the id is that of an active signer.
    function isActive(Layout storage self, uint24 id) internal view returns (bool) {
        return (self.active[id >> 8] >> (id & 0xff)) & 1 == 1;
    }

    /// @notice Sum of all active signers' keys. Zero (infinity) without signers.
    function aggregateKey(Layout storage self) internal view returns (G1Point memory) {
        return self.aggregate;
    }

    /// @notice Key of an id, removed signers' included.
    /// @custom:error SignerUnknown
    function keyOf(Layout storage self, uint24 id) internal view returns (G1Point memory key) {
        uint256 word = id >> 8;
        uint256 template = KeyBlobs.addressTemplate();
        uint256 pointer = _address(key);
        if (word < self.pagedWords) {
            address page = KeyBlobs.addressOf(template, KeyBlobs.PAGE_SALT | word);
            KeyBlobs.copy(page, (id & 0xff) * KEY_BYTES, KEY_BYTES, pointer);
        } else {
            KeyBlobs.copy(KeyBlobs.addressOf(template, id), 0, KEY_BYTES, pointer);
        }
        if (key.isInfinity()) revert IBlsErrors.SignerUnknown(id);
    }

    /// @notice What `addWithRecord` has kept for an id; empty for seeded ids and for those added without record.
    function recordOf(Layout storage, uint24 id) internal view returns (bytes memory record) {
        address blob = KeyBlobs.addressOf(KeyBlobs.addressTemplate(), id);
        uint256 size = blob.code.length;
        if (size <= KEY_BYTES) return "";
        record = new bytes(size - KEY_BYTES);
        KeyBlobs.copy(blob, KEY_BYTES, size - KEY_BYTES, Eip2537.contentOf(record));
    }

    /// @notice The key that has to have signed when all but the named nodes did.
    /// @param nonSigners packed entries of 34 bytes, `uint16 word ‖ uint256 bits` (big endian), strictly ascending
    /// words, no empty bits; bit b (1 << b) of word w is node 256·w + b, and every one must be an active signer
    /// @return key sum of the active signers' keys less the named ones'; never infinity
    /// @return absent number of nodes named. How many are allowed is the caller's check
    /// @custom:error MalformedNonSigners, NonSignersNotAscending, EmptyNonSignersWord, NonSignersNotActive,
    /// PointAtInfinity (no signers, or none left), Eip2537Unavailable
    function aggregateWithout(Layout storage self, bytes calldata nonSigners)
        internal
        view
        returns (G1Point memory key, uint256 absent)
    {
        key = self.aggregate;
        if (nonSigners.length != 0) {
            NonSigners.Places memory places = NonSigners.Places(self.pagedWords, self.groupedEnd);
            (key, absent) = NonSigners.subtract(self.active, places, key, nonSigners);
        }
        key.requireFinite();
    }

    // ------------------------------------------------------ adding and removing

    /// @notice Adds a signer, whose key becomes a blob of its own.
    /// @param id must be `nextId`
    /// @param pubkey EIP-2537 G1 point, 128 bytes. The caller has verified its proof of possession
    /// @custom:error SeedingOpen, UnexpectedSignerId, BlobCreationFailed, and those of `Bls12381.parseG1`
    function add(Layout storage self, uint24 id, bytes calldata pubkey) internal {
        addWithRecord(self, id, Bls12381.parseG1(pubkey), "");
    }

    /// @notice Adds a signer and keeps a record of any content beside its key in the same blob, at 200 gas a byte.
    /// @param id must be `nextId`
    /// @param key canonical and finite (as `Bls12381.parseG1` gives it). The caller has verified its proof of possession
    /// @param record at most 24,480 bytes, never changed afterwards, read by `recordOf`
    /// @custom:error SeedingOpen, UnexpectedSignerId, BlobCreationFailed
    function addWithRecord(Layout storage self, uint24 id, G1Point memory key, bytes memory record) internal {
        if (!self.seeded) revert IBlsErrors.SeedingOpen();
        uint24 expected = nextId(self);
        if (id != expected) revert IBlsErrors.UnexpectedSignerId(id, expected);
        self.lastId = id;
        _storeBlob(id, key, record);
        _activate(self, id >> 8, 1 << (id & 0xff), 1, key);
    }

    /// @notice Removes a signer.
    /// @return key the key removed
    /// @custom:error SignerNotActive
    function remove(Layout storage self, uint24 id) internal returns (G1Point memory key) {
        uint256 word = id >> 8;
        uint256 bit = 1 << (id & 0xff);
        uint256 bits = self.active[word];
        if (bits & bit == 0) revert IBlsErrors.SignerNotActive(id);
        key = keyOf(self, id);
        self.active[word] = bits ^ bit;
        self.activeCount -= 1;
        self.version += 1;
        self.aggregate = self.aggregate.subtract(key);
    }

    // ---------------------------------------------------------------- seeding

    /// @notice First step of seeding: writes the page of a word. Its keys are no signers yet. One page per
    /// transaction (5.3 million gas when full).
    /// @param word 0, 1, 2, … in order
    /// @param keys 96 bytes each (x ‖ y), the first one for id 256·word (word 0: for id 1); at most 256 (word 0: 255)
    /// @custom:error SeedingFinished, UnexpectedPage, PageOverflow, InvalidEncodingLength, NonCanonicalEncoding,
    /// PointAtInfinity, BlobCreationFailed
    function seedPage(Layout storage self, uint16 word, bytes calldata keys) internal {
        if (self.seeded) revert IBlsErrors.SeedingFinished();
        if (word != self.pagedWords) revert IBlsErrors.UnexpectedPage(word, self.pagedWords);
        uint256 number = keys.length / KEY_BYTES;
        if (number == 0 || keys.length % KEY_BYTES != 0) {
            revert IBlsErrors.InvalidEncodingLength(keys.length, KEY_BYTES);
        }
        // There is no id 0: its place in page 0 stays empty.
        uint256 first = word == 0 ? 1 : 0;
        if (first + number > IDS_PER_WORD) revert IBlsErrors.PageOverflow(word, number);
        bytes memory page = bytes.concat(new bytes(first * KEY_BYTES), keys);
        uint256 pointer = Eip2537.contentOf(page);
        for (uint256 i = 0; i < number; ++i) {
            G1Point memory key;
            assembly ("memory-safe") {
                key := add(pointer, mul(add(first, i), KEY_BYTES))
            }
            key.requireCanonical();
        }
        self.pagedWords = uint32(word) + 1;
        self.pagesEnd = uint32(uint256(word) * IDS_PER_WORD + first + number);
        KeyBlobs.create(KeyBlobs.PAGE_SALT | word, pointer, page.length);
    }

    /// @notice Keys of a page for the second step of seeding: to be verified before `activate`.
    /// @param firstId first of the ids
    /// @param number how many, all within one word and written by `seedPage`
    /// @custom:error PageOverflow
    function seededKeys(Layout storage self, uint24 firstId, uint256 number)
        internal
        view
        returns (G1Point[] memory keys)
    {
        uint256 word = firstId >> 8;
        uint256 place = firstId & 0xff;
        if (firstId == 0 || place + number > IDS_PER_WORD || firstId + number > self.pagesEnd) {
            revert IBlsErrors.PageOverflow(word, number);
        }
        address page = KeyBlobs.addressOf(KeyBlobs.addressTemplate(), KeyBlobs.PAGE_SALT | word);
        keys = new G1Point[](number);
        for (uint256 i = 0; i < number; ++i) {
            KeyBlobs.copy(page, (place + i) * KEY_BYTES, KEY_BYTES, _address(keys[i]));
        }
    }

    /// @notice Last step of seeding: makes ids of a page signers. Ids are taken in order; ids left out stay empty.
    /// @param firstId first of the ids, `nextId` or later
    /// @param keys what `seededKeys` gave, after `Bls12381.verifyBatch` has accepted their proofs of possession
    /// @custom:error SeedingFinished, UnexpectedSignerId, PageOverflow
    function activate(Layout storage self, uint24 firstId, G1Point[] memory keys) internal {
        if (self.seeded) revert IBlsErrors.SeedingFinished();
        if (firstId <= self.lastId) revert IBlsErrors.UnexpectedSignerId(firstId, uint256(self.lastId) + 1);
        uint256 number = keys.length;
        uint256 place = firstId & 0xff;
        if (number == 0 || place + number > IDS_PER_WORD || firstId + number > self.pagesEnd) {
            revert IBlsErrors.PageOverflow(firstId >> 8, number);
        }
        G1Point memory sum = keys[0];
        for (uint256 i = 1; i < number; ++i) {
            sum = sum.add(keys[i]);
        }
        self.lastId = uint32(firstId + number - 1);
        _activate(self, firstId >> 8, (type(uint256).max >> (IDS_PER_WORD - number)) << place, number, sum);
    }

    /// @notice Ends seeding: from now on `add` works, the next id is the next multiple of 256 (1 if none was seeded).
    /// @custom:error SeedingFinished
    function finishSeeding(Layout storage self) internal {
        if (self.seeded) revert IBlsErrors.SeedingFinished();
        self.seeded = true;
        if (self.pagedWords != 0) self.lastId = uint32(self.pagedWords * IDS_PER_WORD - 1);
    }

    // ------------------------------------------------------------- compaction

    /// @notice Copies the keys of a word into one page, if all its ids are given; until then those of each 16 ids
    /// that are, into a group. Anyone may have it done, again too. It saves every later certificate 2,600 gas for each
    /// absent key but one of the page or group. Costs up to 6.5 million gas.
    /// @param word the lowest one without page (or a lower one, to no effect)
    /// @return compacted false if there was nothing to do
    /// @custom:error SeedingOpen, WordNotCompactable (a lower word has no page yet), BlobCreationFailed
    function compactKeys(Layout storage self, uint16 word) internal returns (bool compacted) {
        if (!self.seeded) revert IBlsErrors.SeedingOpen();
        if (word < self.pagedWords) return false;
        if (word != self.pagedWords) revert IBlsErrors.WordNotCompactable(word);
        uint256 firstId = uint256(word) * IDS_PER_WORD;
        uint256 end = uint256(self.lastId) + 1;
        if (end >= firstId + IDS_PER_WORD) {
            self.pagedWords = uint32(word) + 1;
            _join(firstId, IDS_PER_WORD, KeyBlobs.PAGE_SALT | word);
            return true;
        }
        uint256 next = firstId > self.groupedEnd ? firstId : self.groupedEnd;
        end -= end % IDS_PER_GROUP;
        if (next >= end) return false;
        self.groupedEnd = uint32(end);
        for (; next < end; next += IDS_PER_GROUP) {
            _join(next, IDS_PER_GROUP, KeyBlobs.GROUP_SALT | (next / IDS_PER_GROUP));
        }
        return true;
    }

    // ---------------------------------------------------------------- private

    function _activate(Layout storage self, uint256 word, uint256 bits, uint256 number, G1Point memory sum) private {
        self.active[word] |= bits;
        self.activeCount += uint32(number);
        self.version += uint64(number);
        self.aggregate = self.aggregate.add(sum);
    }

    /// @dev Copies the blobs of single keys into one.
    function _join(uint256 firstId, uint256 number, uint256 salt) private {
        uint256 joined = Eip2537.allocate(number * KEY_BYTES);
        uint256 template = KeyBlobs.addressTemplate();
        for (uint256 i = 0; i < number; ++i) {
            KeyBlobs.copy(KeyBlobs.addressOf(template, firstId + i), 0, KEY_BYTES, joined + i * KEY_BYTES);
        }
        KeyBlobs.create(salt, joined, number * KEY_BYTES);
    }

    function _storeBlob(uint256 id, G1Point memory key, bytes memory record) private {
        bytes memory content = abi.encodePacked(key.a, key.b, key.c, record);
        KeyBlobs.create(id, Eip2537.contentOf(content), content.length);
    }

    function _address(G1Point memory key) private pure returns (uint256 pointer) {
        assembly ("memory-safe") {
            pointer := key
        }
    }
}
