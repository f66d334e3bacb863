package scalebook.transactions.exercise;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import scalebook.transactions.exercise.ChoreographedStep.Event;
import scalebook.transactions.exercise.ChoreographedStep.Type;

/** What people really write. */
final class ChoreographedStepWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Almost implements ChoreographedStepContract.Answer {
    final int mostHops;
    final Set<String> handled = new HashSet<>();
    final Set<String> placed = new HashSet<>();
    final Set<String> failed = new HashSet<>();
    final Map<String, Integer> held = new HashMap<>();
    int free;

    Almost(int stock, int mostHops) {
      this.free = stock;
      this.mostHops = mostHops;
    }

    @Override
    public List<Event> on(Event event) {
      if (isOurs(event) || !isNew(event)) {
        return List.of();
      }
      if (event.hops() >= mostHops) {
        return List.of(answer(event, Type.GAVE_UP));
      }
      return event.type() == Type.ORDER_PLACED ? placed(event) : failed(event);
    }

    boolean isOurs(Event event) {
      return event.type().ordinal() > Type.ORDER_CANCELLED.ordinal();
    }

    boolean isNew(Event event) {
      return handled.add(event.id());
    }

    boolean isNewOrder(Event event) {
      return placed.add(event.order());
    }

    List<Event> placed(Event event) {
      if (!isNewOrder(event)) {
        return List.of();
      }
      if (failed.contains(event.order()) || event.quantity() > free) {
        return List.of(answer(event, Type.STOCK_REFUSED));
      }
      held.put(event.order(), event.quantity());
      free -= event.quantity();
      return List.of(answer(event, Type.STOCK_RESERVED));
    }

    List<Event> failed(Event event) {
      failed.add(event.order());
      Integer pieces = held.remove(event.order());
      if (pieces == null) {
        return List.of();
      }
      free += pieces;
      return List.of(answer(event, Type.STOCK_RELEASED));
    }

    Event answer(Event cause, Type type) {
      return new Event("s" + cause.id(), type, cause.order(), cause.quantity(), cause.hops() + 1);
    }

    @Override
    public int free() {
      return free;
    }
  }

  /** Gives back what the event names, not what the order holds. */
  static class BelievesTheQuantity extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        @Override
        List<Event> failed(Event event) {
          failed.add(event.order());
          held.remove(event.order());
          free += event.quantity();
          return List.of(answer(event, Type.STOCK_RELEASED));
        }
      };
    }
  }

  /** Two failures of an order give its pieces back twice. */
  static class GivesBackAgain extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        @Override
        List<Event> failed(Event event) {
          Integer pieces = held.get(event.order());
          List<Event> answers = super.failed(event);
          if (pieces != null) {
            held.put(event.order(), pieces);
          }
          return answers;
        }
      };
    }
  }

  /** A failure of an order that it does not know is not for it. */
  static class IgnoresTheUnknown extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        @Override
        List<Event> failed(Event event) {
          return placed.contains(event.order()) ? super.failed(event) : List.of();
        }
      };
    }
  }

  /** The same event again is another one. */
  static class NoInbox extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        @Override
        boolean isNew(Event event) {
          return true;
        }

        @Override
        boolean isNewOrder(Event event) {
          return true;
        }
      };
    }
  }

  /** A second ORDER_PLACED under another id is another order. */
  static class OnlyIdsCount extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        @Override
        boolean isNewOrder(Event event) {
          return true;
        }
      };
    }
  }

  /** Publishes the same once more, to be sure. */
  static class SaysItAgain extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        private final Map<String, List<Event>> said = new HashMap<>();

        @Override
        public List<Event> on(Event event) {
          if (!said.containsKey(event.id())) {
            said.put(event.id(), super.on(event));
          }
          return said.get(event.id());
        }
      };
    }
  }

  /** A new id for each answer. */
  static class ARandomId extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        @Override
        Event answer(Event cause, Type type) {
          String id = UUID.randomUUID().toString();
          return new Event(id, type, cause.order(), cause.quantity(), cause.hops() + 1);
        }
      };
    }
  }

  /** The order and the type are its id: a second answer looks like the first. */
  static class TheOrdersId extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        @Override
        Event answer(Event cause, Type type) {
          return new Event("", type, cause.order(), cause.quantity(), cause.hops() + 1);
        }
      };
    }
  }

  /** The answer has its cause's id. */
  static class TheCausesId extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        @Override
        Event answer(Event cause, Type type) {
          return new Event(cause.id(), type, cause.order(), cause.quantity(), cause.hops() + 1);
        }
      };
    }
  }

  /** The circle has no end. */
  static class HopsStay extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        @Override
        Event answer(Event cause, Type type) {
          return new Event("s" + cause.id(), type, cause.order(), cause.quantity(), cause.hops());
        }
      };
    }
  }

  /** The limit is one too late. */
  static class OneHopMore extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        @Override
        public List<Event> on(Event event) {
          Event nearer =
              new Event(
                  event.id(), event.type(), event.order(), event.quantity(), event.hops() - 1);
          return super.on(nearer).stream()
              .map(e -> new Event(e.id(), e.type(), e.order(), e.quantity(), event.hops() + 1))
              .toList();
        }
      };
    }
  }

  /** Too many hops: nobody hears of it. */
  static class GivesUpSilently extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        @Override
        public List<Event> on(Event event) {
          return event.hops() >= mostHops ? List.of() : super.on(event);
        }
      };
    }
  }

  /** Gives up on its own events, too: one more event for each. */
  static class HearsItself extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        @Override
        boolean isOurs(Event event) {
          return super.isOurs(event) && event.hops() < mostHops;
        }
      };
    }
  }

  /** A refused order may be placed again. */
  static class RefusedMayComeAgain extends ChoreographedStepContract {
    @Override
    Answer answer(int stock, int mostHops) {
      return new Almost(stock, mostHops) {
        @Override
        boolean isNewOrder(Event event) {
          boolean waits = !held.containsKey(event.order()) && !failed.contains(event.order());
          return super.isNewOrder(event) || waits && event.quantity() <= free;
        }
      };
    }
  }

  private ChoreographedStepWrongAnswers() {}
}
