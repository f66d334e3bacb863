package scalebook.transactions.solution;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scalebook.transactions.exercise.ChoreographedStep.Event;
import scalebook.transactions.exercise.ChoreographedStep.Type;

/** A failure is remembered, also of an order that nobody has placed yet. */
public final class ChoreographedStep {
  private static final Set<Type> OTHERS =
      Set.of(Type.ORDER_PLACED, Type.PAYMENT_REFUSED, Type.ORDER_CANCELLED);

  private final int mostHops;
  private final Set<String> handled = new HashSet<>();
  private final Set<String> placed = new HashSet<>();
  private final Set<String> failed = new HashSet<>();
  private final Map<String, Integer> held = new HashMap<>();
  private int free;

  public ChoreographedStep(int stock, int mostHops) {
    this.free = stock;
    this.mostHops = mostHops;
  }

  public List<Event> on(Event event) {
    if (!OTHERS.contains(event.type()) || !handled.add(event.id())) {
      return List.of();
    }
    if (event.hops() >= mostHops) {
      return List.of(answer(event, Type.GAVE_UP));
    }
    return event.type() == Type.ORDER_PLACED ? placed(event) : failed(event);
  }

  private List<Event> placed(Event event) {
    if (!placed.add(event.order())) {
      return List.of();
    }
    if (failed.contains(event.order()) || event.quantity() > free) {
      return List.of(answer(event, Type.STOCK_REFUSED));
    }
    held.put(event.order(), event.quantity());
    free -= event.quantity();
    return List.of(answer(event, Type.STOCK_RESERVED));
  }

  private List<Event> failed(Event event) {
    failed.add(event.order());
    Integer pieces = held.remove(event.order());
    if (pieces == null) {
      return List.of();
    }
    free += pieces;
    return List.of(answer(event, Type.STOCK_RELEASED));
  }

  private static Event answer(Event cause, Type type) {
    return new Event(
        "stock:" + cause.id(), type, cause.order(), cause.quantity(), cause.hops() + 1);
  }

  public int free() {
    return free;
  }
}
