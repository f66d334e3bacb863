package scalebook.transactions.solution;

import scalebook.transactions.exercise.Inbox.Database;
import scalebook.transactions.exercise.Inbox.Event;
import scalebook.transactions.exercise.Inbox.Receipt;
import scalebook.transactions.exercise.Inbox.Transaction;

/** The record of an effect commits with the effect. */
public final class Inbox {
  public Receipt receive(Event event, Database database) {
    Transaction transaction = database.begin();
    int last = transaction.last(event.customer());
    if (event.number() != last + 1) {
      return event.number() <= last ? Receipt.SEEN : Receipt.EARLY;
    }
    transaction.add(event.customer(), event.amount());
    transaction.setLast(event.customer(), event.number());
    transaction.commit();
    return Receipt.APPLIED;
  }
}
