package scalebook.partitioning.solution;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import scalebook.partitioning.exercise.SplitCounter.Part;

/** Many takers meet at many rows; only the last items need a walk through all of them. */
public final class SplitCounter {
  private final List<Part> parts;
  private final RandomGenerator random;

  public SplitCounter(List<Part> parts, RandomGenerator random) {
    this.parts = parts;
    this.random = random;
  }

  public void put(long amount) throws IOException {
    int first = random.nextInt(parts.size());
    IOException silent = null;
    for (int i = 0; i < parts.size(); i++) {
      try {
        parts.get((first + i) % parts.size()).add(amount);
        return;
      } catch (IOException e) {
        silent = e;
      }
    }
    throw silent;
  }

  public boolean take(long amount) throws IOException {
    int first = random.nextInt(parts.size());
    long gathered = 0;
    IOException silent = null;
    for (int i = 0; i < parts.size() && gathered < amount; i++) {
      try {
        gathered += takeFrom(parts.get((first + i) % parts.size()), amount - gathered);
      } catch (IOException e) {
        silent = e;
      }
    }
    if (gathered == amount) {
      return true;
    }
    if (gathered > 0) {
      put(gathered);
    }
    if (silent != null) {
      throw silent;
    }
    return false;
  }

  /** So much, or all that it has; another taker may be quicker, and then we look again. */
  private static long takeFrom(Part part, long wanted) throws IOException {
    long amount = wanted;
    while (amount > 0 && !part.add(-amount)) {
      amount = Math.min(wanted, part.get());
    }
    return amount;
  }

  public long sum() throws IOException {
    long sum = 0;
    for (Part part : parts) {
      sum += part.get();
    }
    return sum;
  }
}
