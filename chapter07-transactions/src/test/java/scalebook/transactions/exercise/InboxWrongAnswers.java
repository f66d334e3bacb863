package scalebook.transactions.exercise;

import java.util.HashSet;
import java.util.Set;
import scalebook.transactions.exercise.Inbox.Event;
import scalebook.transactions.exercise.Inbox.Receipt;
import scalebook.transactions.exercise.Inbox.Transaction;

/** What people really write. */
final class InboxWrongAnswers {

  /** Remembers in its own memory what it has seen. */
  static class RemembersInMemory extends InboxContract {
    @Override
    Answer answer() {
      Set<Event> seen = new HashSet<>();
      return (event, database) -> {
        if (!seen.add(event)) {
          return Receipt.SEEN;
        }
        Transaction transaction = database.begin();
        transaction.add(event.customer(), event.amount());
        transaction.commit();
        return Receipt.APPLIED;
      };
    }
  }

  /** Two transactions: first the effect, then the note. */
  static class TwoTransactions extends InboxContract {
    @Override
    Answer answer() {
      return (event, database) -> {
        Transaction effect = database.begin();
        int last = effect.last(event.customer());
        if (event.number() != last + 1) {
          return event.number() <= last ? Receipt.SEEN : Receipt.EARLY;
        }
        effect.add(event.customer(), event.amount());
        effect.commit();
        Transaction note = database.begin();
        note.setLast(event.customer(), event.number());
        note.commit();
        return Receipt.APPLIED;
      };
    }
  }

  /** Two transactions: first the note, then the effect. */
  static class NotesFirst extends InboxContract {
    @Override
    Answer answer() {
      return (event, database) -> {
        Transaction note = database.begin();
        int last = note.last(event.customer());
        if (event.number() != last + 1) {
          return event.number() <= last ? Receipt.SEEN : Receipt.EARLY;
        }
        note.setLast(event.customer(), event.number());
        note.commit();
        Transaction effect = database.begin();
        effect.add(event.customer(), event.amount());
        effect.commit();
        return Receipt.APPLIED;
      };
    }
  }

  /** Whatever is above the last one is new. */
  static class AcceptsGaps extends InboxContract {
    @Override
    Answer answer() {
      return (event, database) -> {
        Transaction transaction = database.begin();
        if (event.number() <= transaction.last(event.customer())) {
          return Receipt.SEEN;
        }
        transaction.add(event.customer(), event.amount());
        transaction.setLast(event.customer(), event.number());
        transaction.commit();
        return Receipt.APPLIED;
      };
    }
  }

  /** The last one was seen; any other is early. */
  static class OldIsEarly extends InboxContract {
    @Override
    Answer answer() {
      return (event, database) -> {
        Transaction transaction = database.begin();
        int last = transaction.last(event.customer());
        if (event.number() != last + 1) {
          return event.number() == last ? Receipt.SEEN : Receipt.EARLY;
        }
        return applied(event, transaction);
      };
    }
  }

  private static Receipt applied(Event event, Transaction transaction) {
    transaction.add(event.customer(), event.amount());
    transaction.setLast(event.customer(), event.number());
    transaction.commit();
    return Receipt.APPLIED;
  }

  private static Receipt known(Event event, int last) {
    return event.number() <= last ? Receipt.SEEN : Receipt.EARLY;
  }

  /** Notes how far the events have come, gap or not. */
  static class NotesTheGap extends InboxContract {
    @Override
    Answer answer() {
      return (event, database) -> {
        Transaction transaction = database.begin();
        int last = transaction.last(event.customer());
        if (event.number() == last + 1) {
          return applied(event, transaction);
        }
        transaction.setLast(event.customer(), Math.max(last, event.number()));
        transaction.commit();
        return known(event, last);
      };
    }
  }

  /** One transaction, and two commits of it. */
  static class CommitsTwice extends InboxContract {
    @Override
    Answer answer() {
      return (event, database) -> {
        Transaction transaction = database.begin();
        int last = transaction.last(event.customer());
        if (event.number() != last + 1) {
          return known(event, last);
        }
        transaction.add(event.customer(), event.amount());
        transaction.commit();
        transaction.setLast(event.customer(), event.number());
        transaction.commit();
        return Receipt.APPLIED;
      };
    }
  }

  /** Whatever the commit says, the event was received. */
  static class SwallowsAFailedCommit extends InboxContract {
    @Override
    Answer answer() {
      return (event, database) -> {
        Transaction transaction = database.begin();
        int last = transaction.last(event.customer());
        try {
          return event.number() == last + 1 ? applied(event, transaction) : known(event, last);
        } catch (RuntimeException e) {
          return Receipt.APPLIED;
        }
      };
    }
  }

  /** Keeps early events in memory and says that they were received: a restart loses them. */
  static class KeepsEarlyOnesInMemory extends InboxContract {
    @Override
    Answer answer() {
      Set<Event> early = new HashSet<>();
      return (event, database) -> {
        Transaction transaction = database.begin();
        int last = transaction.last(event.customer());
        if (event.number() > last + 1) {
          early.add(event);
          return Receipt.SEEN;
        }
        return event.number() == last + 1 ? applied(event, transaction) : known(event, last);
      };
    }
  }

  private InboxWrongAnswers() {}
}
