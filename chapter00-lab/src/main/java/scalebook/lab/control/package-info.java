/**
 * A playground as a program drives it: typed status, verbs, numbered events, over HTTP on loopback.
 */
package scalebook.lab.control;
