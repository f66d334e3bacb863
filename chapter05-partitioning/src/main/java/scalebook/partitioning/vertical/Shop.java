package scalebook.partitioning.vertical;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Customers, orders and stock: in one schema, or each in a database of its own. */
public interface Shop {
  /** A line of a page: it needs the order and its customer. */
  record Line(long order, String customer, long cents) {}

  String TAKE = "UPDATE stock SET pieces = pieces - 1 WHERE item = ? AND pieces > 0";
  String CUSTOMERS =
      "CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL,"
          + " city VARCHAR(20) NOT NULL)";
  String STOCK = "CREATE TABLE stock (item INT PRIMARY KEY, pieces INT NOT NULL)";

  /** Empty. */
  void create() throws SQLException;

  void customer(int id, String name, String city) throws SQLException;

  void stock(int item, int pieces) throws SQLException;

  /** What was sold long ago: it takes nothing from the stock. */
  void fill(List<Purchase> orders) throws SQLException;

  /** Takes a piece from the stock, and notes the order; false when there is none left. */
  boolean place(Purchase order) throws SQLException;

  void removeCustomer(int id) throws SQLException;

  /** So many orders from this id on, with their customers' names. */
  List<Line> page(long from, int size) throws SQLException;

  /** What each city has bought, in cents. */
  Map<String, Long> report() throws SQLException;

  /** Pieces that left the stock and are in no order. */
  long piecesWithoutOrder(int before) throws SQLException;
}
