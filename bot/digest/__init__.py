"""The daily mission case: what is due, which case, and what to do with Slack's answer. Pure; posts nothing.

Every twenty seconds a machine asks what is to be `planned`, lets `rotation` choose the cases and keeps the
deliveries. Every two seconds it takes up those that are ready and `served` by their workspace's pace, and
carries each as far as it comes.
"""
