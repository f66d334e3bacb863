package scalebook.transactions.exercise;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.transactions.exercise.OutboxRelay.Event;
import scalebook.transactions.exercise.OutboxRelay.Stream;
import scalebook.transactions.exercise.OutboxRelay.Table;

/** What people really write. */
final class OutboxRelayWrongAnswers {

  /** Remembers the last number. */
  static class AboveTheLast extends OutboxRelayContract {
    private final AtomicLong last = new AtomicLong();

    @Override
    Answer answer() {
      return (table, stream) -> {
        int sent = 0;
        for (Event event : table.waiting()) {
          if (event.number() > last.get()) {
            try {
              stream.send(event);
            } catch (IOException e) {
              return sent;
            }
            last.set(event.number());
            table.remove(event.number());
            sent++;
          }
        }
        return sent;
      };
    }
  }

  /** Removes first, so that nothing is sent twice. */
  static class RemovesFirst extends OutboxRelayContract {
    @Override
    Answer answer() {
      return (table, stream) -> {
        int sent = 0;
        for (Event event : table.waiting()) {
          table.remove(event.number());
          try {
            stream.send(event);
            sent++;
          } catch (IOException e) {
            continue;
          }
        }
        return sent;
      };
    }
  }

  /** Goes on with the next one, also of the same customer. */
  static class Overtakes extends OutboxRelayContract {
    @Override
    Answer answer() {
      return (table, stream) -> {
        int sent = 0;
        for (Event event : table.waiting()) {
          try {
            stream.send(event);
            table.remove(event.number());
            sent++;
          } catch (IOException e) {
            continue;
          }
        }
        return sent;
      };
    }
  }

  /** Stops at the first one that cannot be sent. */
  static class StopsForAll extends OutboxRelayContract {
    @Override
    Answer answer() {
      return (table, stream) -> {
        int sent = 0;
        for (Event event : table.waiting()) {
          try {
            stream.send(event);
          } catch (IOException e) {
            return sent;
          }
          table.remove(event.number());
          sent++;
        }
        return sent;
      };
    }
  }

  /** Right but for what a subclass changes. */
  private static class Almost implements OutboxRelayContract.Answer {
    final Set<Integer> stuck = new HashSet<>();

    void begin() {
      stuck.clear();
    }

    List<Event> chosen(List<Event> waiting) {
      return waiting;
    }

    @Override
    public int relay(Table table, Stream stream) {
      begin();
      int sent = 0;
      for (Event event : chosen(table.waiting())) {
        try {
          if (!stuck.contains(event.customer())) {
            stream.send(event);
            table.remove(event.number());
            sent++;
          }
        } catch (IOException e) {
          stuck.add(event.customer());
        }
      }
      return sent;
    }
  }

  /** A customer whose event could not be sent once is stuck for ever. */
  static class StuckForEver extends OutboxRelayContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        void begin() {}
      };
    }
  }

  /** The newest first: it is the most interesting one. */
  static class NewestFirst extends OutboxRelayContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        List<Event> chosen(List<Event> waiting) {
          return waiting.stream().sorted(Comparator.comparing(Event::number).reversed()).toList();
        }
      };
    }
  }

  /** Remembers the last number of each customer, and takes what is below it for a repetition. */
  static class AboveTheCustomersLast extends OutboxRelayContract {
    @Override
    Answer answer() {
      Map<Integer, Long> last = new HashMap<>();
      return (table, stream) ->
          new Almost()
              .relay(
                  table,
                  event -> {
                    if (event.number() > last.getOrDefault(event.customer(), 0L)) {
                      stream.send(event);
                      last.put(event.customer(), event.number());
                    }
                  });
    }
  }

  /** A hundred in a round: under load the table grows. */
  static class AHundredARound extends OutboxRelayContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        List<Event> chosen(List<Event> waiting) {
          return waiting.stream().limit(100).toList();
        }
      };
    }
  }

  /** Counts what it has tried. */
  static class CountsTries extends OutboxRelayContract {
    @Override
    Answer answer() {
      return (table, stream) -> {
        int waiting = table.waiting().size();
        new Almost().relay(table, stream);
        return waiting;
      };
    }
  }

  /** Removes all of a customer up to what was sent: one that committed meanwhile is lost. */
  static class RemovesAllUpToIt extends OutboxRelayContract {
    @Override
    Answer answer() {
      return (table, stream) -> {
        Table upTo =
            new Table() {
              @Override
              public List<Event> waiting() {
                return table.waiting();
              }

              @Override
              public void remove(long number) {
                waiting().stream()
                    .map(Event::number)
                    .filter(n -> n <= number)
                    .forEach(table::remove);
              }
            };
        return new scalebook.transactions.solution.OutboxRelay().relay(upTo, stream);
      };
    }
  }

  /** Goes on until nothing waits: a busy table holds it for ever. */
  static class UntilNothingWaits extends OutboxRelayContract {
    @Override
    Answer answer() {
      return (table, stream) -> {
        int all = 0;
        int sent;
        do {
          sent = new scalebook.transactions.solution.OutboxRelay().relay(table, stream);
          all += sent;
        } while (sent > 0);
        return all;
      };
    }
  }

  private OutboxRelayWrongAnswers() {}
}
