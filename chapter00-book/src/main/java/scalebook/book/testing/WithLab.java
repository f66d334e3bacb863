package scalebook.book.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.Lab;

/**
 * Gives a test its servers: a parameter {@code MySql orders} is the database of that name, the same
 * one for every test of this JVM. A test that breaks a server mends it.
 */
public final class WithLab implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    Class<?> type = parameter.getParameter().getType();
    return type == Lab.class || type == MySql.class || type == Redis.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    Lab lab =
        test.getRoot()
            .getStore(ExtensionContext.Namespace.create(WithLab.class))
            .computeIfAbsent("lab", unused -> Lab.open(), Lab.class); // closed with the store
    String name = parameter.getParameter().getName();
    Class<?> type = parameter.getParameter().getType();
    return type == Lab.class ? lab : type == MySql.class ? lab.mysql(name) : lab.redis(name);
  }
}
