/** Random faults over a playground's control port, clients that keep a history, and a verdict. */
package scalebook.lab.torment;
