package scalebook.partitioning.placement;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Ranges of keys, each with its node. Neighbouring keys live together, so a range query asks few
 * nodes; a range that grows hot is split. Never changed: split and merge make another.
 */
public final class RangeMap implements Placement, Ranges {
  private final NavigableMap<Long, Integer> owners; // from this key on, up to the next one

  private RangeMap(NavigableMap<Long, Integer> owners) {
    this.owners = owners;
  }

  /** One node has everything. */
  public static RangeMap of(int node) {
    return new RangeMap(new TreeMap<>(Map.of(Long.MIN_VALUE, node)));
  }

  @Override
  public int node(long key) {
    return owners.floorEntry(key).getValue();
  }

  @Override
  public RangeMap split(long key, int node) {
    if (owners.containsKey(key)) {
      throw new IllegalArgumentException("a range begins at " + key + " already");
    }
    NavigableMap<Long, Integer> more = new TreeMap<>(owners);
    more.put(key, node);
    return new RangeMap(more);
  }

  /** The range that begins at this key becomes part of the one before. */
  public RangeMap merge(long key) {
    if (key == Long.MIN_VALUE || !owners.containsKey(key)) {
      throw new IllegalArgumentException("no range to merge begins at " + key);
    }
    NavigableMap<Long, Integer> fewer = new TreeMap<>(owners);
    fewer.remove(key);
    return new RangeMap(fewer);
  }

  @Override
  public List<Integer> nodes(long from, long to) {
    if (from > to) {
      return List.of();
    }
    Stream<Integer> first = Stream.of(node(from));
    Stream<Integer> rest = owners.subMap(from, false, to, true).values().stream();
    return Stream.concat(first, rest).distinct().toList();
  }

  public int ranges() {
    return owners.size();
  }

  @Override
  public String toString() {
    return owners.toString();
  }
}
