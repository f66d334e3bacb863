package scalebook.partitioning.store;

import java.util.List;

/** Where the map is kept, and the shards by their numbers, also those that own nothing yet. */
public record Places(Directory directory, List<Shard> shards) {
  public Places {
    shards = List.copyOf(shards);
  }

  public Shard shard(int number) {
    return shards.get(number);
  }

  /** The same shards, and none refuses what is not its own. */
  public Places careless() {
    return new Places(directory, shards.stream().map(Shard::careless).toList());
  }

  /** The same, but for one shard that is reached in another way. */
  public Places with(Shard shard) {
    return new Places(
        directory, shards.stream().map(s -> s.number() == shard.number() ? shard : s).toList());
  }
}
