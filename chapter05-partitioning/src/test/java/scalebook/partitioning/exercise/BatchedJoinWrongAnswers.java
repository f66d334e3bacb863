package scalebook.partitioning.exercise;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scalebook.partitioning.exercise.BatchedJoin.Customer;
import scalebook.partitioning.exercise.BatchedJoin.Customers;
import scalebook.partitioning.exercise.BatchedJoin.Line;
import scalebook.partitioning.exercise.BatchedJoin.Order;

/** What people really write. */
final class BatchedJoinWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Almost implements BatchedJoinContract.Answer {
    final Customers customers;
    final int most;
    Map<Long, String> names = new HashMap<>();

    Almost(Customers customers, int most) {
      this.customers = customers;
      this.most = most;
    }

    @Override
    public List<Line> join(List<Order> orders) throws IOException {
      names = new HashMap<>();
      ask(ids(orders));
      return lines(orders);
    }

    List<Long> ids(List<Order> orders) {
      return orders.stream().flatMap(o -> o.customer().stream()).distinct().toList();
    }

    void ask(List<Long> ids) throws IOException {
      for (int from = 0; from < ids.size(); from += most) {
        learn(ids.subList(from, Math.min(from + most, ids.size())));
      }
    }

    void learn(List<Long> ids) throws IOException {
      customers.find(ids).forEach(found -> names.put(found.id(), found.name()));
    }

    List<Line> lines(List<Order> orders) {
      return orders.stream().map(o -> new Line(o.id(), o.customer().map(names::get))).toList();
    }
  }

  /** A query in the loop. */
  static class OneForEachRow extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, 1) {
        @Override
        List<Long> ids(List<Order> orders) {
          return orders.stream().flatMap(o -> o.customer().stream()).toList();
        }
      };
    }
  }

  /** One query, but an id for each row. */
  static class TheSameIdAgain extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, most) {
        @Override
        List<Long> ids(List<Order> orders) {
          return orders.stream().flatMap(o -> o.customer().stream()).toList();
        }
      };
    }
  }

  /** Cuts the orders into parts, not the ids. */
  static class PartsOfOrders extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, most) {
        @Override
        public List<Line> join(List<Order> orders) throws IOException {
          List<Line> lines = new ArrayList<>();
          for (int from = 0; from < orders.size(); from += most) {
            lines.addAll(super.join(orders.subList(from, Math.min(from + most, orders.size()))));
          }
          return lines;
        }
      };
    }
  }

  /** However long the query becomes. */
  static class AllInOneQuery extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, Integer.MAX_VALUE / 2);
    }
  }

  /** The last part is forgotten when it is not full. */
  static class FullPartsOnly extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, most) {
        @Override
        void ask(List<Long> ids) throws IOException {
          for (int part = 0; part < ids.size() / most; part++) {
            learn(ids.subList(part * most, (part + 1) * most));
          }
        }
      };
    }
  }

  /** The answers in the order of the question. */
  static class ByPlace extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, most) {
        @Override
        void learn(List<Long> ids) throws IOException {
          List<Customer> found = customers.find(ids);
          for (int i = 0; i < found.size(); i++) {
            names.put(ids.get(i), found.get(i).name());
          }
        }
      };
    }
  }

  /** An inner join: who has no customer is not in the report. */
  static class InnerJoin extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, most) {
        @Override
        List<Line> lines(List<Order> orders) {
          return super.lines(orders).stream().filter(line -> line.name().isPresent()).toList();
        }
      };
    }
  }

  /** Nobody is number 0, and is asked for. */
  static class AsksForNobody extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, most) {
        @Override
        List<Long> ids(List<Order> orders) {
          return orders.stream().map(o -> o.customer().orElse(0L)).distinct().toList();
        }
      };
    }
  }

  /** An empty list is asked for as well. */
  static class AsksForNothing extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, most) {
        @Override
        void ask(List<Long> ids) throws IOException {
          int from = 0;
          do {
            learn(ids.subList(from, Math.min(from + most, ids.size())));
            from += most;
          } while (from < ids.size());
        }
      };
    }
  }

  /** Asks for each missing one once more. */
  static class OnceMoreForTheMissing extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, most) {
        @Override
        void ask(List<Long> ids) throws IOException {
          super.ask(ids);
          for (long id : ids) {
            if (!names.containsKey(id)) {
              learn(List.of(id));
            }
          }
        }
      };
    }
  }

  /** A failed query is an empty answer. */
  static class AFailureIsNobody extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, most) {
        @Override
        void learn(List<Long> ids) {
          try {
            super.learn(ids);
          } catch (IOException e) {
            // The page must be shown.
          }
        }
      };
    }
  }

  /** Keeps the names: the next page needs fewer queries. */
  static class KeepsTheNames extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, most) {
        @Override
        public List<Line> join(List<Order> orders) throws IOException {
          ask(ids(orders).stream().filter(id -> !names.containsKey(id)).toList());
          return lines(orders);
        }
      };
    }
  }

  /** In the order of the customers. */
  static class CustomerByCustomer extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, most) {
        @Override
        List<Line> lines(List<Order> orders) {
          return super.lines(
              orders.stream()
                  .sorted((a, b) -> Boolean.compare(a.customer().isEmpty(), b.customer().isEmpty()))
                  .toList());
        }
      };
    }
  }

  /** A name for everybody. */
  static class AnEmptyName extends BatchedJoinContract {
    @Override
    Answer answer(Customers customers, int most) {
      return new Almost(customers, most) {
        @Override
        List<Line> lines(List<Order> orders) {
          return super.lines(orders).stream()
              .map(line -> new Line(line.order(), line.name().or(() -> Optional.of(""))))
              .toList();
        }
      };
    }
  }

  private BatchedJoinWrongAnswers() {}
}
