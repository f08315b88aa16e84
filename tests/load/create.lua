-- Each request logs a risk of its own. TOKEN comes from the environment.
local head = { ["Authorization"] = "Bearer " .. os.getenv("TOKEN"), ["Content-Type"] = "application/json" }
local count = 0

function request()
  count = count + 1
  local body = string.format(
    '{"threat":"Leverantören försenas %d","vulnerability":"Beroende av en leverantör","consequence":"Tidplanen spricker","likelihood":%d,"impact":3}',
    count, count % 3 + 1)
  return wrk.format("POST", nil, head, body)
end
