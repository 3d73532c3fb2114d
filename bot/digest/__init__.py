"""The daily mission case: what is due, which case, and what to do with Slack's answer. Pure; posts nothing.

Every few seconds a machine asks `planning` what is to come, lets `rotation` choose the cases and keeps the
deliveries; it takes up those that are ready and that `pacing` lets through, and `carrying` brings each as far as
it comes.
"""
