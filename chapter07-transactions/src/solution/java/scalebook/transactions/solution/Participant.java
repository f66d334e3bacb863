package scalebook.transactions.solution;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import scalebook.transactions.exercise.Participant.Journal;

/** One way into memory: an entry, whether it was just written or is found after a crash. */
public final class Participant {
  private final Journal journal;
  private final Map<String, Integer> promised = new HashMap<>();
  private final Set<String> committed = new HashSet<>();
  private final Set<String> aborted = new HashSet<>();
  private int stock;

  public Participant(Journal journal, int stock) {
    this.journal = journal;
    this.stock = stock;
    journal.entries().forEach(this::read);
  }

  private void write(String entry) {
    journal.write(entry);
    read(entry);
  }

  private void read(String entry) {
    String[] words = entry.split(" ");
    switch (words[0]) {
      case "yes" -> promised.put(words[1], Integer.parseInt(words[2]));
      case "commit" -> {
        stock -= promised.remove(words[1]);
        committed.add(words[1]);
      }
      default -> {
        promised.remove(words[1]);
        aborted.add(words[1]);
      }
    }
  }

  public boolean prepare(String transaction, int amount) {
    if (aborted.contains(transaction)) {
      return false;
    }
    if (!promised.containsKey(transaction) && !committed.contains(transaction)) {
      long free = stock - promised.values().stream().mapToLong(Integer::longValue).sum();
      write(free >= amount ? "yes " + transaction + " " + amount : "abort " + transaction);
    }
    return !aborted.contains(transaction);
  }

  public void commit(String transaction) {
    if (promised.containsKey(transaction)) {
      write("commit " + transaction);
    } else if (!committed.contains(transaction)) {
      throw new IllegalStateException(transaction + " was not prepared here");
    }
  }

  public void abort(String transaction) {
    if (committed.contains(transaction)) {
      throw new IllegalStateException(transaction + " is committed");
    }
    if (!aborted.contains(transaction)) {
      write("abort " + transaction);
    }
  }

  public int stock() {
    return stock;
  }

  public Set<String> inDoubt() {
    return Set.copyOf(promised.keySet());
  }
}
