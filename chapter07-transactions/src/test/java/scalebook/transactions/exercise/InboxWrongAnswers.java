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

  private InboxWrongAnswers() {}
}
