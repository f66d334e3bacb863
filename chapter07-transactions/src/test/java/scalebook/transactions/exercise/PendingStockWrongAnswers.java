package scalebook.transactions.exercise;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import scalebook.transactions.exercise.PendingStock.Row;
import scalebook.transactions.exercise.PendingStock.Table;

/** What people really write. */
final class PendingStockWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Almost implements PendingStockContract.Answer {
    final Table table;

    Almost(Table table) {
      this.table = table;
    }

    void change(UnaryOperator<Row> change) throws IOException {
      Row seen = table.get();
      while (!table.replace(seen, change.apply(seen))) {
        seen = table.get();
      }
    }

    static int free(Row row) {
      return row.stock() - row.pending().values().stream().mapToInt(Integer::intValue).sum();
    }

    static Row ended(Row row, String saga, boolean confirmed, int stock) {
      Map<String, Integer> pending = new HashMap<>(row.pending());
      pending.remove(saga);
      Map<String, Boolean> ended = new HashMap<>(row.ended());
      ended.put(saga, confirmed);
      return new Row(stock, Map.copyOf(pending), Map.copyOf(ended));
    }

    boolean known(Row row, String saga) {
      return row.pending().containsKey(saga) || row.ended().containsKey(saga);
    }

    Row reserved(Row row, String saga, int amount) {
      if (known(row, saga) || free(row) < amount) {
        return row;
      }
      Map<String, Integer> pending = new HashMap<>(row.pending());
      pending.put(saga, amount);
      return new Row(row.stock(), Map.copyOf(pending), row.ended());
    }

    Row confirmed(Row row, String saga) {
      if (row.ended().getOrDefault(saga, false)) {
        return row;
      }
      if (!row.pending().containsKey(saga)) {
        throw new IllegalStateException("nothing to confirm");
      }
      return ended(row, saga, true, row.stock() - row.pending().get(saga));
    }

    Row cancelled(Row row, String saga) {
      if (row.ended().getOrDefault(saga, false)) {
        throw new IllegalStateException("confirmed");
      }
      return ended(row, saga, false, row.stock());
    }

    @Override
    public boolean reserve(String saga, int amount) throws IOException {
      boolean[] has = new boolean[1];
      change(
          row -> {
            Row next = reserved(row, saga, amount);
            has[0] = next.pending().containsKey(saga) || next.ended().getOrDefault(saga, false);
            return next;
          });
      return has[0];
    }

    @Override
    public void confirm(String saga) throws IOException {
      change(row -> confirmed(row, saga));
    }

    @Override
    public void cancel(String saga) throws IOException {
      change(row -> cancelled(row, saga));
    }

    @Override
    public int free() throws IOException {
      return free(table.get());
    }
  }

  /** Decides once, and repeats only the replacing. */
  static class DecidesOnce extends PendingStockContract {
    @Override
    Answer answer(Table table) {
      return new Almost(table) {
        @Override
        void change(UnaryOperator<Row> change) throws IOException {
          Row next = change.apply(table.get());
          Row seen = table.get();
          while (!table.replace(seen, next)) {
            seen = table.get();
          }
        }
      };
    }
  }

  /** Another one came between: no. */
  static class GivesUp extends PendingStockContract {
    @Override
    Answer answer(Table table) {
      return new Almost(table) {
        @Override
        void change(UnaryOperator<Row> change) throws IOException {
          Row seen = table.get();
          table.replace(seen, change.apply(seen));
        }
      };
    }
  }

  /** Tries three times, which was always enough. */
  static class TriesThreeTimesInSilence extends PendingStockContract {
    @Override
    Answer answer(Table table) {
      return new Almost(table) {
        @Override
        void change(UnaryOperator<Row> change) throws IOException {
          for (int i = 0; i < 3; i++) {
            try {
              Row seen = table.get();
              if (table.replace(seen, change.apply(seen))) {
                return;
              }
            } catch (IOException e) {
              // Perhaps the next one.
            }
          }
        }
      };
    }
  }

  /** Takes from the stock at once, and puts it back. */
  static class TakesAtOnce extends PendingStockContract {
    @Override
    Answer answer(Table table) {
      return new Almost(table) {
        @Override
        Row reserved(Row row, String saga, int amount) {
          Row next = super.reserved(row, saga, amount);
          return next.equals(row)
              ? row
              : new Row(row.stock() - amount, next.pending(), next.ended());
        }

        @Override
        Row confirmed(Row row, String saga) {
          return ended(row, saga, true, row.stock());
        }

        @Override
        Row cancelled(Row row, String saga) {
          return ended(row, saga, false, row.stock() + row.pending().getOrDefault(saga, 0));
        }
      };
    }
  }

  /** Looks at the stock, not at what is pending. */
  static class SeesNothingPending extends PendingStockContract {
    @Override
    Answer answer(Table table) {
      return new Almost(table) {
        @Override
        Row reserved(Row row, String saga, int amount) {
          Map<String, Integer> pending = new HashMap<>(row.pending());
          pending.putIfAbsent(saga, amount);
          return row.ended().containsKey(saga) || row.stock() < amount
              ? row
              : new Row(row.stock(), Map.copyOf(pending), row.ended());
        }
      };
    }
  }

  /** Adds to what it has when it is asked again. */
  static class ReservesAgain extends PendingStockContract {
    @Override
    Answer answer(Table table) {
      return new Almost(table) {
        @Override
        Row reserved(Row row, String saga, int amount) {
          Map<String, Integer> pending = new HashMap<>(row.pending());
          pending.merge(saga, amount, Integer::sum);
          return row.ended().containsKey(saga) || free(row) < amount
              ? row
              : new Row(row.stock(), Map.copyOf(pending), row.ended());
        }
      };
    }
  }

  /** Keeps nobody who was cancelled. */
  static class ForgetsTheCancelled extends PendingStockContract {
    @Override
    Answer answer(Table table) {
      return new Almost(table) {
        @Override
        Row cancelled(Row row, String saga) {
          Row next = super.cancelled(row, saga);
          return new Row(row.stock(), next.pending(), row.ended());
        }
      };
    }
  }

  /** Cancels only what it knows. */
  static class IgnoresAnEarlyCancel extends PendingStockContract {
    @Override
    Answer answer(Table table) {
      return new Almost(table) {
        @Override
        Row cancelled(Row row, String saga) {
          return known(row, saga) ? super.cancelled(row, saga) : row;
        }
      };
    }
  }

  /** A refusal is a cancellation. */
  static class NeverAsksAgain extends PendingStockContract {
    @Override
    Answer answer(Table table) {
      return new Almost(table) {
        @Override
        Row reserved(Row row, String saga, int amount) {
          return known(row, saga) || free(row) >= amount
              ? super.reserved(row, saga, amount)
              : ended(row, saga, false, row.stock());
        }
      };
    }
  }

  /** Confirms what was cancelled, or never asked for. */
  static class ConfirmsAnything extends PendingStockContract {
    @Override
    Answer answer(Table table) {
      return new Almost(table) {
        @Override
        Row confirmed(Row row, String saga) {
          int amount = row.pending().getOrDefault(saga, 0);
          return ended(row, saga, true, row.stock() - amount);
        }
      };
    }
  }

  /** Asked again after the confirm: no, it is over. */
  static class SaysNoAfterTheConfirm extends PendingStockContract {
    @Override
    Answer answer(Table table) {
      return new Almost(table) {
        @Override
        public boolean reserve(String saga, int amount) throws IOException {
          return super.reserve(saga, amount) && table.get().pending().containsKey(saga);
        }
      };
    }
  }

  private PendingStockWrongAnswers() {}
}
