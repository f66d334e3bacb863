package scalebook.microservices.shop;

import java.io.IOException;

/** How one function reaches another: a call in the same program, or one over the network. */
@FunctionalInterface
public interface Others {
  /** To ask any of them twice is to ask it once. */
  Reply ask(Function function, Function.Request request) throws IOException;
}
