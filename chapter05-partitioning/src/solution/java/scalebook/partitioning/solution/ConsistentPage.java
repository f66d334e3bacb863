package scalebook.partitioning.solution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import scalebook.partitioning.exercise.ConsistentPage.Part;
import scalebook.partitioning.exercise.ConsistentPage.Shard;

/** The rows cannot tell that one is missing; the slots can. */
public final class ConsistentPage {
  private final int slots;
  private final int mostRounds;

  public ConsistentPage(int slots, int mostRounds) {
    this.slots = slots;
    this.mostRounds = mostRounds;
  }

  public List<Long> page(List<Shard> shards, int size, long above) throws IOException {
    IOException failed = new IOException("slots moved during each of " + mostRounds + " rounds");
    for (int round = 0; round < mostRounds; round++) {
      try {
        Optional<List<Long>> rows = round(shards, size, above);
        if (rows.isPresent()) {
          return rows.get().stream().sorted().limit(size).toList();
        }
      } catch (IOException e) {
        failed = e;
      }
    }
    throw failed;
  }

  private Optional<List<Long>> round(List<Shard> shards, int size, long above) throws IOException {
    List<Long> rows = new ArrayList<>();
    Set<Integer> met = new HashSet<>();
    boolean twice = false;
    for (Shard shard : shards) {
      Part part = shard.first(size, above);
      rows.addAll(part.ids());
      for (int slot : part.slots()) {
        twice |= !met.add(slot);
      }
    }
    return twice || met.size() < slots ? Optional.empty() : Optional.of(rows);
  }
}
