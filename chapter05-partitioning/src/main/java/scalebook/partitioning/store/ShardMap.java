package scalebook.partitioning.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which shard owns which slot. Each change makes a new map with the next epoch, so that of two maps
 * everybody can tell which is newer.
 */
public record ShardMap(long epoch, List<Integer> owners) {
  public ShardMap {
    owners = List.copyOf(owners);
    if (owners.size() != Slots.COUNT) {
      throw new IllegalArgumentException(owners.size() + " owners for " + Slots.COUNT + " slots");
    }
  }

  /** Slots dealt out in turns. */
  public static ShardMap even(int shards) {
    return new ShardMap(
        1, IntStream.range(0, Slots.COUNT).mapToObj(slot -> slot % shards).toList());
  }

  public int owner(long id) {
    return owners.get(Slots.of(id));
  }

  public List<Integer> slotsOf(int shard) {
    return IntStream.range(0, Slots.COUNT).filter(s -> owners.get(s) == shard).boxed().toList();
  }

  /** The next map, in which these slots have moved. */
  public ShardMap moved(Collection<Integer> slots, int to) {
    List<Integer> next = new ArrayList<>(owners);
    slots.forEach(slot -> next.set(slot, to));
    return new ShardMap(epoch + 1, next);
  }

  public String write() {
    return Slots.write(owners);
  }

  public static ShardMap read(long epoch, String owners) {
    return new ShardMap(epoch, Slots.read(owners));
  }
}
