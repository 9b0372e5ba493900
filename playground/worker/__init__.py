"""Workers: one process for each run, which trains, obeys commands between steps, and draws frames.

    web process                    template programs               run processes
    pool.Pool  -- "start" -------> template (NumPy)       -fork->  run.Run
               -- "start" -------> template (TensorFlow)  -fork->  run.Run
               <------------------ frames, curve rows ------------ (one socket each)
               ------------------- commands --------------------->

A template has imported what its runs need and waits; a run starts within milliseconds. Nothing here outlives the web process: a template
ends when its standard input does, a run when its socket does, and on Linux the kernel ends both with their parents.
"""
