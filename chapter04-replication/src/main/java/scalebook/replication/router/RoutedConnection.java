package scalebook.replication.router;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** Decides where it goes when it is first used: until then it may still become read-only. */
final class RoutedConnection implements InvocationHandler {
  private final Session session;
  private Connection real;
  private boolean readOnly;
  private boolean autoCommit = true;
  private boolean closed;

  private RoutedConnection(Session session) {
    this.session = session;
  }

  static Connection of(Session session) {
    return (Connection)
        Proxy.newProxyInstance(
            RoutedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new RoutedConnection(session));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "close" -> {
        close();
        return null;
      }
      case "isClosed" -> {
        return closed;
      }
      case "isReadOnly" -> {
        return readOnly;
      }
      case "setReadOnly" -> {
        if (real != null) {
          throw new SQLException("this connection has gone somewhere already");
        }
        readOnly = (boolean) arguments[0];
        return null;
      }
      case "setAutoCommit" -> {
        autoCommit = (boolean) arguments[0];
        if (real != null) {
          real.setAutoCommit(autoCommit);
        }
        return null;
      }
      case "getAutoCommit" -> {
        return autoCommit;
      }
      default -> {
        try {
          return method.invoke(real(), arguments);
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      }
    }
  }

  private Connection real() throws SQLException {
    if (closed) {
      throw new SQLException("this connection is closed");
    }
    if (real == null) {
      real = session.open(readOnly);
      real.setAutoCommit(autoCommit);
    }
    return real;
  }

  private void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    if (real != null) {
      try (Connection back = real) {
        session.done(back, readOnly);
      }
    }
  }
}
