package scalebook.transactions.exercise;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.transactions.exercise.OutboxRelay.Event;

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

  private OutboxRelayWrongAnswers() {}
}
