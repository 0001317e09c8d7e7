# What the demo prints.

demo-drill = Drill data; every person is made up.
demo-day = { $date } (day { $day })
demo-address = Open { $address }
