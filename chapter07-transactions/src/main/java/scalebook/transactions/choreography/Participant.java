package scalebook.transactions.choreography;

import java.sql.SQLException;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.transactions.outbox.DeadLetters;
import scalebook.transactions.outbox.Event;
import scalebook.transactions.outbox.Events;
import scalebook.transactions.outbox.Inbox;
import scalebook.transactions.outbox.Outbox;
import scalebook.transactions.outbox.Receiver;
import scalebook.transactions.saga.LocalStep;
import scalebook.transactions.shop.Effect;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.shop.Refused;

/**
 * One service: it reacts to the events that concern it. The record that it was here, the effect and
 * the news of it are one local transaction, so an event may come twice, late or after its own
 * cancellation.
 */
public final class Participant implements Receiver {
  private static final Effect NOTHING = (connection, order) -> {};
  private static final String PAY = "pay";

  private final Part part;
  private final DataSource database;
  private final ChoreographedOrders.Settings settings;
  private final Events stream;
  private final Progress progress;

  public Participant(
      Part part,
      DataSource database,
      ChoreographedOrders.Settings settings,
      Events stream,
      Progress progress) {
    this.part = part;
    this.database = database;
    this.settings = settings;
    this.stream = stream;
    this.progress = progress;
  }

  /** The first step, for which no event asks. */
  void begin(Order order) throws SQLException {
    Event news = new Event(1, order);
    step(PAY, (db, paid) -> Part.act(db, paid, Part.PENDING), NOTHING, news).act(order);
    progress.at("after-" + PAY);
    publish(news);
  }

  @Override
  public Inbox.Receipt receive(Event event) throws SQLException {
    for (Reaction reaction : settings.flow().of(part, event.kind())) {
      if (reaction.undo()) {
        undo(reaction, event);
      } else {
        act(reaction, event);
      }
    }
    return Inbox.Receipt.APPLIED;
  }

  private void act(Reaction reaction, Event event) throws SQLException {
    Event news = event.next(reaction.then());
    try {
      if (reaction.mayRefuse() && event.hops() >= settings.mostHops()) {
        throw new Refused(event.hops() + " hops: this goes round in a circle");
      }
      step(name(reaction, event), effect(reaction), NOTHING, news).act(event.order());
      progress.at("after-" + reaction.step());
    } catch (Refused no) {
      news = event.next(reaction.refused());
      refuse(name(reaction, event), news);
      progress.at("refused-" + reaction.step());
    }
    publish(news);
  }

  /** Takes the step's place: when the event comes again, its answer is the same. */
  private void refuse(String name, Event news) throws SQLException {
    try {
      step(name, NOTHING, NOTHING, news).act(news.order());
    } catch (Refused tombstone) {
      step(name + "-no", NOTHING, NOTHING, news).act(news.order());
    }
  }

  private void undo(Reaction reaction, Event event) throws SQLException {
    Event news = event.next(reaction.then());
    progress.at("before-undo-" + reaction.step());
    step(name(reaction, event), NOTHING, effect(reaction), news).compensate(event.order());
    progress.at("after-undo-" + reaction.step());
    publish(news);
  }

  /** An order is paid once; another attempt has its own other steps. */
  private static String name(Reaction reaction, Event event) {
    boolean first = event.number() == 1 || reaction.step().equals(PAY);
    return first ? reaction.step() : reaction.step() + "#" + event.number();
  }

  private Effect effect(Reaction reaction) {
    return switch (reaction.step()) {
      case "confirm" -> Part::confirm;
      case "reserve", "ship", PAY -> reaction.undo() ? part::undo : part::act;
      default -> NOTHING;
    };
  }

  /** With the news in the same transaction as the effect. */
  private LocalStep step(String name, Effect act, Effect undo, Event news) {
    return new LocalStep(name, database, with(act, news), with(undo, news), settings.memory());
  }

  private Effect with(Effect effect, Event news) {
    return (connection, order) -> {
      effect.on(connection, order);
      if (settings.outbox()) {
        Outbox.put(connection, news);
      }
    };
  }

  /** The dual write: a crash before it loses the event. */
  private void publish(Event news) {
    if (!settings.outbox()) {
      stream.add(news);
    }
  }

  /** A dead letter is kept for each order. */
  @Override
  public void setAside(Event event, String why) throws SQLException {
    Order order = event.order();
    Event letter = new Event((int) order.id(), order, event.kind(), event.hops());
    Sql.inTransaction(
        database,
        connection -> {
          DeadLetters.put(connection, letter, why);
          return null;
        });
  }
}
