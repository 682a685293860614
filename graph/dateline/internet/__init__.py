"""Requests to other machines, as everything here makes them: looked at first, limited in time and size, patient.

    connection   to an address that was looked at: public, or of a host that was named as one that may be private
    exchange     one request and its whole answer, whatever its status is
    patience     how long to wait before asking again, by a clock that tests replace

Nothing here is imported before somebody asked for the network. It is the standard library's HTTP and no client of a
third party, because the address that was looked at has to be the one that is reached, and a request has to end at its
time though a server sends a byte now and then.
"""
