// Stands at the address of every contract of the benchmark's chain and says what it is told, as the indexers only see logs.
// Call data: for each log the count of its topics (1 B), the size of its data (3 B), its topics, its data.
object "Emitter" {
  code {
    let at := 0
    for {} lt(at, calldatasize()) {} {
      let head := calldataload(at)
      let count := byte(0, head)
      let size := and(shr(224, head), 0xffffff)
      at := add(at, 4)
      let data := add(at, mul(32, count))
      calldatacopy(0, data, size)
      switch count
      case 1 { log1(0, size, calldataload(at)) }
      case 2 { log2(0, size, calldataload(at), calldataload(add(at, 32))) }
      case 3 { log3(0, size, calldataload(at), calldataload(add(at, 32)), calldataload(add(at, 64))) }
      case 4 { log4(0, size, calldataload(at), calldataload(add(at, 32)), calldataload(add(at, 64)), calldataload(add(at, 96))) }
      default { revert(0, 0) }
      at := add(data, size)
    }
  }
}
