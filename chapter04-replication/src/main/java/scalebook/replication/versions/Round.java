package scalebook.replication.versions;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One question to all copies. Who needs few answers does not wait for the rest. */
final class Round {
  private final Map<String, Cell> answers = new LinkedHashMap<>();
  private int failed;
  private final int all;
  private final boolean sloppy;

  /** To one copy. */
  interface Question {
    Cell to(Store store) throws IOException;
  }

  /**
   * @param own answers first, and at once
   * @param unreachable is told each copy that does not answer, before that counts
   * @param atEnd is told all answers, when no more will come
   */
  Round(
      String own,
      Map<String, Store> stores,
      boolean sloppy,
      Question question,
      Executor asking,
      Consumer<String> unreachable,
      BiConsumer<Round, Map<String, Cell>> atEnd) {
    this.all = stores.size();
    this.sloppy = sloppy;
    Consumer<String> ask =
        name -> {
          Cell answer = null;
          try {
            answer = question.to(stores.get(name));
          } catch (IOException away) {
            unreachable.accept(name);
          }
          if (ended(name, answer)) {
            atEnd.accept(this, answers());
          }
        };
    ask.accept(own);
    stores.keySet().stream()
        .filter(name -> !name.equals(own))
        .forEach(name -> asking.execute(() -> ask.accept(name)));
  }

  private synchronized boolean ended(String name, Cell answer) {
    if (answer == null) {
      failed++;
    } else {
      answers.put(name, answer);
    }
    notifyAll();
    return answers.size() + failed == all;
  }

  private synchronized Map<String, Cell> answers() {
    return new LinkedHashMap<>(answers);
  }

  /** Whether so many have answered, or else have a hint; bounded by each question's own bound. */
  synchronized boolean enough(int needed) throws InterruptedException {
    while (answers.size() + failed < all && votes() < needed) {
      wait();
    }
    return votes() >= needed;
  }

  private int votes() {
    return answers.size() + (sloppy ? failed : 0);
  }

  /** All that was answered so far, as one. */
  synchronized Cell merged(boolean siblings) {
    return answers.values().stream().reduce(Cell.EMPTY, (one, other) -> one.merge(other, siblings));
  }

  /** Whether all that have answered said the same. */
  synchronized boolean agree() {
    return answers.values().stream().distinct().count() == 1;
  }
}
