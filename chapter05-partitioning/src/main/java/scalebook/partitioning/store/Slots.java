package scalebook.partitioning.store;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scalebook.partitioning.placement.Hash64;

/**
 * Keys belong to slots for ever, slots to shards for the time being: what moves is a slot, and a
 * shard map of 256 small numbers says where it is.
 */
public final class Slots {
  public static final int COUNT = 256;

  private Slots() {}

  public static int of(long id) {
    return (int) (Hash64.of(id) >>> 56); // the first eight bits
  }

  /** Numbers, as they are kept in a column: {@code 1,2,3}. */
  public static String write(Collection<? extends Number> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  public static List<Integer> read(String numbers) {
    return Stream.of(numbers.split(",")).map(Integer::valueOf).toList();
  }
}
